package dev.fanfare.core.session;

import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;

/**
 * Limits of a session. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param outboxMaxBytes how many bytes may wait for a client, each frame counting 64 more for
 *     the objects around it; over it the {@link SlowClientPolicy} of each channel decides, and when nothing may be dropped the
 *     client is disconnected as {@link DisconnectReason#SLOW}; one message alone may always wait
 * @param maxSubscriptions how many channels one session may subscribe; more is refused
 * @param pingInterval time between pings; zero for none
 * @param pongTimeout time a client has to answer a ping, shorter than the interval; late means
 *     {@link DisconnectReason#NO_PONG}
 * @param flushTimeout time to send what waits before a close that the server asked for
 */
public record SessionSettings(
        int outboxMaxBytes, int maxSubscriptions, Duration pingInterval, Duration pongTimeout, Duration flushTimeout) {
    /** 1 MiB, 128 channels, a ping each 25 s to be answered within 10 s, 5 s to flush. */
    public static final SessionSettings DEFAULTS =
            new SessionSettings(1 << 20, 128, Duration.ofSeconds(25), Duration.ofSeconds(10), Duration.ofSeconds(5));

    public SessionSettings {
        if (outboxMaxBytes < 1 || maxSubscriptions < 1) {
            throw new IllegalArgumentException("limits are 1 or more, not outboxMaxBytes=" + outboxMaxBytes
                    + ", maxSubscriptions=" + maxSubscriptions);
        }
        if (pingInterval.isNegative()) {
            throw new IllegalArgumentException("pingInterval is zero or more, not " + pingInterval);
        }
        if (pingInterval.isPositive() && (!pongTimeout.isPositive() || pongTimeout.compareTo(pingInterval) >= 0)) {
            throw new IllegalArgumentException(
                    "pongTimeout is positive and below pingInterval, not " + pongTimeout + " of " + pingInterval);
        }
        if (!flushTimeout.isPositive()) {
            throw new IllegalArgumentException("flushTimeout is positive, not " + flushTimeout);
        }
    }
}
