package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.time.Duration;

/** Times of a connection. Immutable. */
public record ClientTiming(
        @Option(value = "Time between pings to a client.", defaults = "25s", min = "1s", max = "24h")
        Duration pingInterval,

        @Option(value = "Time a client has to answer a ping; less than the interval.", defaults = "8s", min = "100ms")
        Duration pongTimeout,

        @Option(value = "Time a client has to connect after its transport opened.", defaults = "10s", min = "100ms")
        Duration staleCloseDelay,

        @Option(value = "Time a client has to refresh after its token expired.", defaults = "25s")
        Duration expiredCloseDelay,

        @Option(value = "Time a client has to refresh a subscription after its token expired.", defaults = "25s")
        Duration expiredSubCloseDelay,

        @Option(
                value = "Time between renewals of a client's presence; an entry lives for 60s.",
                defaults = "27s",
                min = "1s",
                max = "59s")
        Duration presenceUpdateInterval,

        @Option(value = "Time between checks of a subscriber's position in its channel.", defaults = "40s", min = "1s")
        Duration channelPositionCheckDelay)
        implements Checked {
    @Override
    public void check(Checks checks) {
        checks.require(
                pongTimeout.compareTo(pingInterval) < 0,
                "must be less than ping-interval",
                "pong-timeout",
                "ping-interval");
    }
}
