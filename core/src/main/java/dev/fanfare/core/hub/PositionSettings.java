package dev.fanfare.core.hub;

import java.time.Duration;

/**
 * How closely positions are watched. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param checkInterval a channel that was silent for so long is compared with the broker's top; zero for never
 * @param lag how long a publication may be under way from the broker to this node before it counts as missed
 * @param recentBytes how much may arrive in a channel while a subscriber waits for its history; with more it begins anew
 */
public record PositionSettings(Duration checkInterval, Duration lag, int recentBytes) {
    /** 40 s, 5 s, 1 MiB. */
    public static final PositionSettings DEFAULTS =
            new PositionSettings(Duration.ofSeconds(40), Duration.ofSeconds(5), 1 << 20);

    public PositionSettings {
        if (checkInterval.isNegative() || !lag.isPositive() || recentBytes < 1) {
            throw new IllegalArgumentException("positions need a checkInterval of zero or more, a positive lag and "
                    + "recentBytes of 1 or more, not " + checkInterval + ", " + lag + ", " + recentBytes);
        }
    }
}
