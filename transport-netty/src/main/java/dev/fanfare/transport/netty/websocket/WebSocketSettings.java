package dev.fanfare.transport.netty.websocket;

import dev.fanfare.transport.netty.deflate.CompressionSettings;
import java.time.Duration;

/**
 * Settings of WebSocket connections. Immutable. Start from {@link #DEFAULTS}.
 *
 * @param limits limits of the messages from clients
 * @param closeTimeout time limit of the closing handshake, and for a client to read the end of a streaming response
 * @param compression compression of messages
 */
public record WebSocketSettings(MessageLimits limits, Duration closeTimeout, CompressionSettings compression) {
    /** Default limits and compression, and a close timeout of 5 seconds. */
    public static final WebSocketSettings DEFAULTS =
            new WebSocketSettings(MessageLimits.DEFAULTS, Duration.ofSeconds(5), CompressionSettings.DEFAULTS);

    public WebSocketSettings {
        if (!closeTimeout.isPositive()) {
            throw new IllegalArgumentException("closeTimeout must be positive, got " + closeTimeout);
        }
    }

    /** Creates settings with defaults except for these two. */
    public WebSocketSettings(int maxMessageBytes, Duration closeTimeout) {
        this(MessageLimits.DEFAULTS.withMaxMessageBytes(maxMessageBytes), closeTimeout, CompressionSettings.DEFAULTS);
    }

    /** Returns the longest message that a client may send. */
    public int maxMessageBytes() {
        return limits.maxMessageBytes();
    }

    /** Returns a copy with these limits. */
    public WebSocketSettings withLimits(MessageLimits other) {
        return new WebSocketSettings(other, closeTimeout, compression);
    }

    /** Returns a copy with this compression. */
    public WebSocketSettings withCompression(CompressionSettings other) {
        return new WebSocketSettings(limits, closeTimeout, other);
    }
}
