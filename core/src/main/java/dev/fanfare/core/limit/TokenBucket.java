package dev.fanfare.core.limit;

/** Room for so many in so much time, which fills evenly. Not thread-safe. */
public final class TokenBucket {
    private final long capacityNanos;
    private final long costNanos;
    /** The time that has been saved up. */
    private long savedNanos;

    private long lastNanos;

    /** A full bucket. */
    public TokenBucket(Rate rate, long nowNanos) {
        this.costNanos = Math.max(1, rate.per().toNanos() / rate.count());
        this.capacityNanos = costNanos * rate.count();
        this.savedNanos = capacityNanos;
        this.lastNanos = nowNanos;
    }

    /** Takes one; zero when there was one, else the nanoseconds until there is. */
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
