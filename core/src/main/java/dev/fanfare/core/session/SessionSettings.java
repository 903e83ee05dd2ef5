package dev.fanfare.core.session;

import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;

/**
 * Limits of a session. Immutable. Start with {@link #DEFAULTS}.
 *
 * @param outboxMaxBytes maximum size of the outbox, with 64 more bytes for each frame. Above it, the {@link
 *     SlowClientPolicy} of each channel decides; if nothing may be dropped, the client is disconnected with {@link
 *     DisconnectReason#SLOW}. A single message may always be queued
 * @param maxSubscriptions maximum number of subscriptions of a session
 * @param pingInterval time between pings; zero for none
 * @param pongTimeout time for the answer to a ping, shorter than the interval; afterwards, the client is disconnected
 *     with {@link DisconnectReason#NO_PONG}
 * @param flushTimeout time to send queued replies before the server closes a connection
 */
public record SessionSettings(
        int outboxMaxBytes, int maxSubscriptions, Duration pingInterval, Duration pongTimeout, Duration flushTimeout) {
    /** 1 MiB, 128 channels, a ping every 25 s with 10 s to answer, 5 s to flush. */
    public static final SessionSettings DEFAULTS =
            new SessionSettings(1 << 20, 128, Duration.ofSeconds(25), Duration.ofSeconds(10), Duration.ofSeconds(5));

    public SessionSettings {
        if (outboxMaxBytes < 1 || maxSubscriptions < 1) {
            throw new IllegalArgumentException("limits must be 1 or more, got outboxMaxBytes=" + outboxMaxBytes
                    + ", maxSubscriptions=" + maxSubscriptions);
        }
        if (pingInterval.isNegative()) {
            throw new IllegalArgumentException("pingInterval must be zero or positive, got " + pingInterval);
        }
        if (pingInterval.isPositive() && (!pongTimeout.isPositive() || pongTimeout.compareTo(pingInterval) >= 0)) {
            throw new IllegalArgumentException("pongTimeout must be positive and less than pingInterval, got "
                    + pongTimeout + " and " + pingInterval);
        }
        if (!flushTimeout.isPositive()) {
            throw new IllegalArgumentException("flushTimeout must be positive, got " + flushTimeout);
        }
    }

    /** Returns these settings with another size of the outbox. */
    public SessionSettings withOutboxMaxBytes(int bytes) {
        return new SessionSettings(bytes, maxSubscriptions, pingInterval, pongTimeout, flushTimeout);
    }

    /** Returns these settings with another number of subscriptions. */
    public SessionSettings withMaxSubscriptions(int subscriptions) {
        return new SessionSettings(outboxMaxBytes, subscriptions, pingInterval, pongTimeout, flushTimeout);
    }

    /** Returns these settings with another heartbeat. */
    public SessionSettings withPing(Duration interval, Duration timeout) {
        return new SessionSettings(outboxMaxBytes, maxSubscriptions, interval, timeout, flushTimeout);
    }
}
