package dev.fanfare.model.channel;

import java.time.Duration;

/**
 * Limits of the history that a channel keeps. Immutable. Publications beyond either limit are dropped, oldest first.
 *
 * @param size maximum number of publications; 1 or more
 * @param age how long publications are kept after the last one; positive
 * @param metaAge how long epoch and top offset are kept after the last publication; at least {@code age}
 */
public record HistoryRetention(int size, Duration age, Duration metaAge) {
    /** The default of {@link #metaAge}: 30 days. A longer {@link #age} replaces it. */
    public static final Duration DEFAULT_META_AGE = Duration.ofDays(30);

    public HistoryRetention {
        if (size < 1) {
            throw new IllegalArgumentException("history size must be 1 or more, got " + size);
        }
        if (!age.isPositive()) {
            throw new IllegalArgumentException("history age must be positive, got " + age);
        }
        if (metaAge.compareTo(age) < 0) {
            throw new IllegalArgumentException(
                    "history metaAge must be at least the age of " + age + ", got " + metaAge);
        }
    }

    /** Returns a retention with {@link #DEFAULT_META_AGE}. */
    public static HistoryRetention of(int size, Duration age) {
        return new HistoryRetention(size, age, age.compareTo(DEFAULT_META_AGE) > 0 ? age : DEFAULT_META_AGE);
    }
}
