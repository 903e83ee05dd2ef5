package dev.fanfare.transport.netty.http;

import java.time.Duration;

/**
 * Limits of an HTTP connection. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param handshakeTimeout time for a request to arrive as a whole, again for it to be answered, and how long a kept-alive
 *     connection may be silent
 * @param maxLineBytes longest request line; more is answered 414
 * @param maxHeaderBytes all header fields together; more is answered 431
 * @param maxBodyBytes longest body; more is answered 413
 */
public record HttpSettings(Duration handshakeTimeout, int maxLineBytes, int maxHeaderBytes, int maxBodyBytes) {
    /** 10 seconds, 8 KiB, 16 KiB, 1 MiB. */
    public static final HttpSettings DEFAULTS = new HttpSettings(Duration.ofSeconds(10), 8 * 1024, 16 * 1024, 1 << 20);

    public HttpSettings {
        if (!handshakeTimeout.isPositive() || maxLineBytes < 1 || maxHeaderBytes < 1 || maxBodyBytes < 0) {
            throw new IllegalArgumentException("limits are positive, not handshakeTimeout=" + handshakeTimeout
                    + ", maxLineBytes=" + maxLineBytes + ", maxHeaderBytes=" + maxHeaderBytes + ", maxBodyBytes="
                    + maxBodyBytes);
        }
    }
}
