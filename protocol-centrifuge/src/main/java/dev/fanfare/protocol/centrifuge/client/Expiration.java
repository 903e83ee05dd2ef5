package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.model.access.Expiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of what was allowed for a time: the client has a delay after it to bring a new token, or the program is asked at once.
 * Confined to the client's event loop.
 */
final class Expiration {
    /** A timer is set for at most so long, and then anew. */
    private static final Duration LONGEST_TIMER = Duration.ofDays(1);

    private static final long MAX_TTL_SECONDS = Duration.ofDays(365).toSeconds();

    private final Scheduler loop;
    private final InstantSource clock;
    private final Duration delay;
    private final Runnable onEnd;
    private final Consumer<Expiration> ask;
    private Expiry expiry = Expiry.NEVER;
    private @Nullable Cancellable timer;
    private boolean stopped;

    /**
     * Nothing expires yet.
     *
     * @param onEnd runs at the end, and a delay
     * @param ask runs at an end at which the program is asked, which is to {@link #set} this anew or to {@link #end} it
     */
    Expiration(Scheduler loop, InstantSource clock, Duration delay, Runnable onEnd, Consumer<Expiration> ask) {
        this.loop = loop;
        this.clock = clock;
        this.delay = delay;
        this.onEnd = onEnd;
        this.ask = ask;
    }

    /** Ends then, and not when was said before. Does nothing once stopped: an answer may come when its client has left. */
    void set(Expiry other) {
        if (stopped) {
            return;
        }
        cancel();
        expiry = other;
        schedule();
    }

    /** True when it has an end, which a new token may put off. */
    boolean isPutOffByTokens() {
        return expiry.at() != null && !expiry.serverSide();
    }

    /** True when the program is asked at the end. */
    boolean isAsked() {
        return expiry.serverSide();
    }

    /** Whole seconds that are left, at least 1, as the client is told; 0 when it has nothing to do for it. */
    static long ttl(Expiry expiry, InstantSource clock) {
        var at = expiry.at();
        return at == null || expiry.serverSide()
                ? 0
                : Math.clamp(Duration.between(clock.instant(), at).toSeconds(), 1, MAX_TTL_SECONDS);
    }

    /** True when it is over already. */
    static boolean isOver(Expiry expiry, InstantSource clock) {
        var at = expiry.at();
        return at != null && !clock.instant().isBefore(at);
    }

    /** It ends now, unless it was stopped. */
    void end() {
        if (!stopped) {
            onEnd.run();
        }
    }

    /** True once it ended otherwise. */
    boolean isStopped() {
        return stopped;
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
        var at = expiry.at();
        if (at == null) {
            return;
        }
        var left = Duration.between(clock.instant(), expiry.serverSide() ? at : at.plus(delay));
        if (!left.isPositive()) {
            timer = null;
            atEnd();
            return;
        }
        timer = loop.schedule(left.compareTo(LONGEST_TIMER) > 0 ? LONGEST_TIMER : left, this::schedule);
    }

    private void atEnd() {
        if (expiry.serverSide()) {
            ask.accept(this);
        } else {
            onEnd.run();
        }
    }
}
