package dev.fanfare.testkit.memory;

import java.time.Duration;

/**
 * Settings of the memory transport. Immutable. Start with {@link #DEFAULTS}.
 *
 * @param loops number of event loops, which receive new clients in turn
 * @param handshakeTimeout time limit for the response to a request
 * @param maxBodyBytes maximum size of a request body; larger ones are answered with 413
 * @param maxMessageBytes maximum size of a client's message; larger ones close the connection with 1009
 * @param closeTimeout time limit for the closing handshake
 */
public record MemorySettings(
        int loops, Duration handshakeTimeout, int maxBodyBytes, int maxMessageBytes, Duration closeTimeout) {
    /** One loop, and the limits of the socket transport: 10 seconds, 1 MiB, 1 MiB, 5 seconds. */
    public static final MemorySettings DEFAULTS =
            new MemorySettings(1, Duration.ofSeconds(10), 1 << 20, 1 << 20, Duration.ofSeconds(5));

    public MemorySettings {
        if (loops < 1) {
            throw new IllegalArgumentException("loops must be 1 or more, got " + loops);
        }
        if (!handshakeTimeout.isPositive() || maxBodyBytes < 0 || maxMessageBytes < 1 || !closeTimeout.isPositive()) {
            throw new IllegalArgumentException("limits must be positive, got handshakeTimeout=" + handshakeTimeout
                    + ", maxBodyBytes=" + maxBodyBytes + ", maxMessageBytes=" + maxMessageBytes + ", closeTimeout="
                    + closeTimeout);
        }
    }

    /** Returns these settings with another number of loops. */
    public MemorySettings withLoops(int other) {
        return new MemorySettings(other, handshakeTimeout, maxBodyBytes, maxMessageBytes, closeTimeout);
    }

    /** Returns these settings with another maximum size of messages. */
    public MemorySettings withMaxMessageBytes(int other) {
        return new MemorySettings(loops, handshakeTimeout, maxBodyBytes, other, closeTimeout);
    }
}
