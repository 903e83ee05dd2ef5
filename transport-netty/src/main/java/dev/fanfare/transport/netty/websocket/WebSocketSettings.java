package dev.fanfare.transport.netty.websocket;

import dev.fanfare.transport.netty.deflate.CompressionSettings;
import java.time.Duration;

/**
 * Settings of WebSocket connections. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param limits what a client may send
 * @param closeTimeout how long the peer has for the closing handshake, or to take the end of a streaming response and leave
 * @param compression whether and how messages are compressed
 */
public record WebSocketSettings(MessageLimits limits, Duration closeTimeout, CompressionSettings compression) {
    /** The defaults of limits and compression, 5 seconds. */
    public static final WebSocketSettings DEFAULTS =
            new WebSocketSettings(MessageLimits.DEFAULTS, Duration.ofSeconds(5), CompressionSettings.DEFAULTS);

    public WebSocketSettings {
        if (!closeTimeout.isPositive()) {
            throw new IllegalArgumentException("limits are positive, not closeTimeout=" + closeTimeout);
        }
    }

    /** Defaults but for these two. */
    public WebSocketSettings(int maxMessageBytes, Duration closeTimeout) {
        this(MessageLimits.DEFAULTS.withMaxMessageBytes(maxMessageBytes), closeTimeout, CompressionSettings.DEFAULTS);
    }

    /** Longest message a client may send. */
    public int maxMessageBytes() {
        return limits.maxMessageBytes();
    }

    /** The same with other limits. */
    public WebSocketSettings withLimits(MessageLimits other) {
        return new WebSocketSettings(other, closeTimeout, compression);
    }

    /** The same with other compression. */
    public WebSocketSettings withCompression(CompressionSettings other) {
        return new WebSocketSettings(limits, closeTimeout, other);
    }
}
