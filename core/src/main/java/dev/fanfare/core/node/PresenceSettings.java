package dev.fanfare.core.node;

import java.time.Duration;

/**
 * Settings of presence. Immutable. Start with {@link #DEFAULTS}.
 *
 * @param refreshInterval interval at which a node refreshes the presence of its clients
 * @param expiry time after the last refresh when a client is removed; more than twice the interval, so that one refresh
 *     may fail
 */
public record PresenceSettings(Duration refreshInterval, Duration expiry) {
    /** Refresh every 25 s, expiry after 60 s. */
    public static final PresenceSettings DEFAULTS =
            new PresenceSettings(Duration.ofSeconds(25), Duration.ofSeconds(60));

    public PresenceSettings {
        if (!refreshInterval.isPositive() || expiry.compareTo(refreshInterval.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException(
                    "presence requires a positive refreshInterval and an expiry of more than "
                            + "twice the interval, got " + refreshInterval + " and " + expiry);
        }
    }
}
