package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.protocol.centrifuge.access.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The end of what was allowed for a time, and the delay after it. Confined to the client's event loop. */
final class Expiration {
    /** A timer is set for at most so long, and then anew. */
    private static final Duration LONGEST_TIMER = Duration.ofDays(1);

    private static final long MAX_TTL_SECONDS = Duration.ofDays(365).toSeconds();

    private final Scheduler loop;
    private final InstantSource clock;
    private final Duration delay;
    private final Runnable onEnd;
    private @Nullable Instant end;
    private @Nullable Cancellable timer;
    private boolean stopped;

    /** Nothing expires yet; at the end, and a delay, the action runs. */
    Expiration(Scheduler loop, InstantSource clock, Duration delay, Runnable onEnd) {
        this.loop = loop;
        this.clock = clock;
        this.delay = delay;
        this.onEnd = onEnd;
    }

    /** Ends then, and not when was said before. Does nothing once stopped: an answer may come when its client has left. */
    void set(Expiry expiry) {
        if (stopped) {
            return;
        }
        cancel();
        end = expiry.at();
        schedule();
    }

    /** True when it has an end, which a new token may put off. */
    boolean isSet() {
        return end != null;
    }

    /** Whole seconds that are left, at least 1; 0 when it never ends. */
    static long ttl(Expiry expiry, InstantSource clock) {
        var at = expiry.at();
        return at == null ? 0 : Math.clamp(Duration.between(clock.instant(), at).toSeconds(), 1, MAX_TTL_SECONDS);
    }

    /** True when it is over already. */
    static boolean isOver(Expiry expiry, InstantSource clock) {
        var at = expiry.at();
        return at != null && !clock.instant().isBefore(at);
    }

    /** It ends otherwise, for good. */
    void stop() {
        stopped = true;
        cancel();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void schedule() {
        if (end == null) {
            return;
        }
        var left = Duration.between(clock.instant(), end.plus(delay));
        if (!left.isPositive()) {
            timer = null;
            onEnd.run();
            return;
        }
        timer = loop.schedule(left.compareTo(LONGEST_TIMER) > 0 ? LONGEST_TIMER : left, this::schedule);
    }
}
