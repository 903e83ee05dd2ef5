package dev.fanfare.core.node;

import java.time.Duration;

/**
 * How presence is kept up. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param refreshInterval how often a node says of its clients that they are there
 * @param expiry after this time without it a client counts as gone; more than twice the interval, so that one refresh may
 *     fail
 */
public record PresenceSettings(Duration refreshInterval, Duration expiry) {
    /** Every 25 s; gone after 60 s. */
    public static final PresenceSettings DEFAULTS =
            new PresenceSettings(Duration.ofSeconds(25), Duration.ofSeconds(60));

    public PresenceSettings {
        if (!refreshInterval.isPositive() || expiry.compareTo(refreshInterval.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("presence needs a positive refreshInterval and an expiry of more than "
                    + "twice of it, not " + refreshInterval + " and " + expiry);
        }
    }
}
