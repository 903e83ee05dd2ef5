package dev.fanfare.core.limit;

import dev.fanfare.model.access.Rate;

/** A token bucket that refills continuously. Not thread-safe. */
public final class TokenBucket {
    private final long capacityNanos;
    private final long costNanos;
    /** The accumulated time, which determines the number of available tokens. */
    private long savedNanos;

    private long lastNanos;

    /** Creates a full bucket. */
    public TokenBucket(Rate rate, long nowNanos) {
        this.costNanos = Math.max(1, rate.per().toNanos() / rate.count());
        this.capacityNanos = costNanos * rate.count();
        this.savedNanos = capacityNanos;
        this.lastNanos = nowNanos;
    }

    /** Tries to take a token. Returns 0 on success, otherwise the nanoseconds to wait. */
    public long take(long nowNanos) {
        long passedNanos = nowNanos - lastNanos;
        if (passedNanos > 0) {
            savedNanos = Math.min(capacityNanos, savedNanos + Math.min(capacityNanos, passedNanos));
            lastNanos = nowNanos;
        }
        if (savedNanos < costNanos) {
            return costNanos - savedNanos;
        }
        savedNanos -= costNanos;
        return 0;
    }
}
