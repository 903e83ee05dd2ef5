package dev.fanfare.core.port;

import java.time.Duration;

/**
 * How much history a channel keeps; what exceeds either bound is dropped, oldest first.
 *
 * @param size number of publications, 1 or more
 * @param age how long a publication is kept after the channel's last one; positive
 * @param metaAge how long epoch and top offset are kept after the last publication; at least {@code age}
 */
public record HistoryRetention(int size, Duration age, Duration metaAge) {
    public HistoryRetention {
        if (size < 1) {
            throw new IllegalArgumentException("a history's size is 1 or more, not " + size);
        }
        if (!age.isPositive() || metaAge.compareTo(age) < 0) {
            throw new IllegalArgumentException(
                    "a history's age is positive and at most its meta age, not " + age + " of " + metaAge);
        }
    }
}
