package dev.fanfare.engine.redis.link;

import dev.fanfare.engine.redis.connection.LinkSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Detects that a server does not answer. Confined to the link's loop.
 *
 * <p>Replies arrive in order. As long as anything arrives, a call that is overdue waits behind large replies or many
 * other calls, and the server is alive. Whether Pub/Sub delivers is decided by the probe alone.
 */
final class LivenessCheck {
    private final LinkSettings settings;
    private final Calls calls;
    private final Probe probe;
    private long arrivals;
    private long checkedArrivals;
    private long lastArrivalNanos;

    LivenessCheck(LinkSettings settings, Calls calls, Probe probe) {
        this.settings = settings;
        this.calls = calls;
        this.probe = probe;
    }

    /** A new attempt to connect begins. */
    void begin(long nowNanos) {
        lastArrivalNanos = nowNanos;
    }

    /** A reply or a part of one has arrived. Does not read the clock, because this is called for every reply. */
    void arrived() {
        arrivals++;
    }

    /**
     * Returns why the server counts as silent; null if it does not. Called periodically.
     *
     * @param ready true if the waiting calls have been sent
     */
    @Nullable
    String check(long nowNanos, boolean ready) {
        if (arrivals != checkedArrivals) {
            checkedArrivals = arrivals;
            lastArrivalNanos = nowNanos;
        }
        if (ready && isSilentFor(settings.commandTimeout(), nowNanos) && calls.isLate(nowNanos)) {
            return "no reply within " + settings.commandTimeout();
        }
        return probe.isLate(nowNanos, lastArrivalNanos)
                ? "Pub/Sub did not deliver within " + settings.probeTimeout()
                : null;
    }

    /** Returns true if nothing has arrived for longer than this. */
    boolean isSilentFor(Duration duration, long nowNanos) {
        return nowNanos - lastArrivalNanos > duration.toNanos();
    }
}
