package dev.fanfare.transport.netty.websocket;

import java.time.Duration;

/**
 * Limits of a WebSocket connection. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param maxMessageBytes longest message a client may send, over all its fragments; more closes with 1009
 * @param closeTimeout how long the peer has for the closing handshake
 */
public record WebSocketSettings(int maxMessageBytes, Duration closeTimeout) {
    /** 1 MiB, 5 seconds. */
    public static final WebSocketSettings DEFAULTS = new WebSocketSettings(1 << 20, Duration.ofSeconds(5));

    public WebSocketSettings {
        if (maxMessageBytes < 1 || !closeTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "limits are positive, not maxMessageBytes=" + maxMessageBytes + ", closeTimeout=" + closeTimeout);
        }
    }
}
