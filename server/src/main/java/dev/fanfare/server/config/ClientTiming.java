package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.time.Duration;

/** The timing of connections. Immutable. */
public record ClientTiming(
        @Option(value = "Interval between pings to a client.", defaults = "25s", min = "1s", max = "24h")
        Duration pingInterval,

        @Option(
                value = "Time in which a client must answer a ping. Must be less than ping-interval.",
                defaults = "8s",
                min = "100ms")
        Duration pongTimeout,

        @Option(
                value = "Time in which a client must send a connect command after opening its connection.",
                defaults = "10s",
                min = "100ms")
        Duration staleCloseDelay,

        @Option(value = "Time in which a client must refresh its connection after it expired.", defaults = "25s")
        Duration expiredCloseDelay,

        @Option(value = "Time in which a client must refresh a subscription after it expired.", defaults = "25s")
        Duration expiredSubCloseDelay,

        @Option(
                value = "Interval between updates of a client's presence, which expires after 60s.",
                defaults = "27s",
                min = "1s",
                max = "29s")
        Duration presenceUpdateInterval,

        @Option(
                value = "Interval between checks that the subscribers of a channel have missed no publication.",
                defaults = "40s",
                min = "1s")
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
