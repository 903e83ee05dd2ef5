package dev.fanfare.model.channel;

import java.time.Duration;

/**
 * Limits of the history that a channel keeps. Immutable. Publications beyond either limit are dropped, oldest first.
 *
 * @param size maximum number of publications; 1 or more
 * @param age how long publications are kept after the last one; positive
 * @param metaAge how long epoch and top offset are kept after the last publication; at least {@code age}
 * @param unpublishedAge how long the epoch of a channel without any publication is kept after its position was last
 *     read; positive, at most {@code metaAge}. A node reads the positions of subscribed channels more often than that
 * @param share the share of the memory engine's budgets to which the history belongs, typically the namespace of the
 *     channel; histories of one share cannot use the memory that is reserved for others. Empty for the common share
 */
public record HistoryRetention(int size, Duration age, Duration metaAge, Duration unpublishedAge, String share) {
    /** The default of {@link #metaAge}: 30 days. A longer {@link #age} replaces it. */
    public static final Duration DEFAULT_META_AGE = Duration.ofDays(30);

    /** The default of {@link #unpublishedAge}: 2 minutes. A shorter {@link #metaAge} replaces it. */
    public static final Duration DEFAULT_UNPUBLISHED_AGE = Duration.ofMinutes(2);

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
        if (!unpublishedAge.isPositive() || unpublishedAge.compareTo(metaAge) > 0) {
            throw new IllegalArgumentException("history unpublishedAge must be positive and at most the metaAge of "
                    + metaAge + ", got " + unpublishedAge);
        }
    }

    /** Creates a retention of the common share with {@link #DEFAULT_UNPUBLISHED_AGE}. */
    public HistoryRetention(int size, Duration age, Duration metaAge) {
        this(size, age, metaAge, shorter(DEFAULT_UNPUBLISHED_AGE, metaAge), "");
    }

    /** Returns a retention with {@link #DEFAULT_META_AGE}. */
    public static HistoryRetention of(int size, Duration age) {
        return new HistoryRetention(size, age, age.compareTo(DEFAULT_META_AGE) > 0 ? age : DEFAULT_META_AGE);
    }

    /** Returns this retention with another {@link #unpublishedAge}; a shorter {@link #metaAge} replaces it. */
    public HistoryRetention withUnpublishedAge(Duration other) {
        return new HistoryRetention(size, age, metaAge, shorter(other, metaAge), share);
    }

    /** Returns this retention in another share. */
    public HistoryRetention withShare(String other) {
        return new HistoryRetention(size, age, metaAge, unpublishedAge, other);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
