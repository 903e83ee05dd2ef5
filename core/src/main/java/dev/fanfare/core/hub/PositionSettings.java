package dev.fanfare.core.hub;

import dev.fanfare.model.channel.HistoryRetention;
import java.time.Duration;

/**
 * Settings of positions. Immutable. Start with {@link #DEFAULTS}.
 *
 * @param checkInterval time without publications after which a channel is compared with the broker's top; zero for
 *     never
 * @param lag time that a publication may take from the broker to this node before it counts as missed
 * @param recentBytes maximum size of the publications that arrive while a subscriber waits for its history; above it,
 *     the subscribe reads the history again
 */
public record PositionSettings(Duration checkInterval, Duration lag, int recentBytes) {
    /** 40 s, 5 s, 1 MiB. */
    public static final PositionSettings DEFAULTS =
            new PositionSettings(Duration.ofSeconds(40), Duration.ofSeconds(5), 1 << 20);

    public PositionSettings {
        if (checkInterval.isNegative() || !lag.isPositive() || recentBytes < 1) {
            throw new IllegalArgumentException("checkInterval must be zero or positive, lag must be positive and "
                    + "recentBytes must be 1 or more, got " + checkInterval + ", " + lag + ", " + recentBytes);
        }
    }

    /**
     * Returns the retention with an unpublished age of at least two check intervals, so that a channel with subscribers
     * keeps its epoch although nothing is published. Without checks, nothing refreshes the epoch, and it is kept for the
     * meta age.
     */
    public HistoryRetention keepWhileChecked(HistoryRetention retention) {
        var least = checkInterval.isZero() ? retention.metaAge() : checkInterval.multipliedBy(2);
        return retention.unpublishedAge().compareTo(least) < 0 ? retention.withUnpublishedAge(least) : retention;
    }
}
