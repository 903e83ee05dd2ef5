package dev.fanfare.model.access;

import java.time.Duration;

/**
 * A number of operations per period. Immutable.
 *
 * @param count 1 or more
 * @param per the period; positive
 */
public record Rate(int count, Duration per) {
    public Rate {
        if (count < 1 || !per.isPositive()) {
            throw new IllegalArgumentException(
                    "a rate must have a positive count and a positive period, got " + count + " in " + per);
        }
    }

    @Override
    public String toString() {
        return count + " in " + per;
    }
}
