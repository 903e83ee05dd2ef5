package dev.fanfare.testkit.memory;

import java.time.Duration;

/**
 * Settings of the transport in memory. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param loops number of event loops, which get new clients in turn
 * @param handshakeTimeout time for a request to be answered
 * @param maxBodyBytes longest body of a request; more is answered 413
 * @param maxMessageBytes longest message a client may send; more closes with 1009
 * @param closeTimeout how long the client has for the closing handshake
 */
public record MemorySettings(
        int loops, Duration handshakeTimeout, int maxBodyBytes, int maxMessageBytes, Duration closeTimeout) {
    /** One loop; the limits that the transport over sockets has: 10 seconds, 1 MiB, 1 MiB, 5 seconds. */
    public static final MemorySettings DEFAULTS =
            new MemorySettings(1, Duration.ofSeconds(10), 1 << 20, 1 << 20, Duration.ofSeconds(5));

    public MemorySettings {
        if (loops < 1) {
            throw new IllegalArgumentException("a transport has 1 event loop or more, not " + loops);
        }
        if (!handshakeTimeout.isPositive() || maxBodyBytes < 0 || maxMessageBytes < 1 || !closeTimeout.isPositive()) {
            throw new IllegalArgumentException("limits are positive, not handshakeTimeout=" + handshakeTimeout
                    + ", maxBodyBytes=" + maxBodyBytes + ", maxMessageBytes=" + maxMessageBytes + ", closeTimeout="
                    + closeTimeout);
        }
    }

    /** The same settings with another number of loops. */
    public MemorySettings withLoops(int other) {
        return new MemorySettings(other, handshakeTimeout, maxBodyBytes, maxMessageBytes, closeTimeout);
    }

    /** The same settings with another longest message. */
    public MemorySettings withMaxMessageBytes(int other) {
        return new MemorySettings(loops, handshakeTimeout, maxBodyBytes, other, closeTimeout);
    }
}
