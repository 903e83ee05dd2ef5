package dev.fanfare.core.limit;

import java.time.Duration;

/**
 * So many in so much time. Immutable.
 *
 * @param count 1 or more
 * @param per more than nothing
 */
public record Rate(int count, Duration per) {
    public Rate {
        if (count < 1 || !per.isPositive()) {
            throw new IllegalArgumentException("a rate is at least one in some time, not " + count + " in " + per);
        }
    }

    @Override
    public String toString() {
        return count + " in " + per;
    }
}
