package dev.fanfare.transport.netty.http;

import java.time.Duration;
import java.util.Map;

/**
 * Time limits of HTTP requests. Immutable. Start from {@link #DEFAULTS}.
 *
 * @param handshake from connecting, TLS included, to the end of the first request head, and from the first byte of a later
 *     request to the end of its head. On expiry a started request gets 408, and the connection is closed. Also limits the time
 *     until the application accepts a WebSocket; on expiry the client gets 503
 * @param body from the handler's request for the body to the end of the body; on expiry the client gets 408
 * @param handler until the application responds, or requests the body, and from the end of the body to the response; on expiry
 *     the client gets 503
 * @param response how long the client may read nothing of a response; on expiry the connection is closed
 * @param idle from a response to the first byte of the next request; on expiry the connection is closed
 */
public record HttpTimes(Duration handshake, Duration body, Duration handler, Duration response, Duration idle) {
    /** 10, 30, 60, 30 and 60 seconds, in the order of the components. */
    public static final HttpTimes DEFAULTS = new HttpTimes(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    public HttpTimes {
        Map.of("handshake", handshake, "body", body, "handler", handler, "response", response, "idle", idle)
                .forEach((name, time) -> {
                    if (!time.isPositive()) {
                        throw new IllegalArgumentException("HttpTimes." + name + " must be positive, got " + time);
                    }
                });
    }

    /** Returns the same limit for everything. */
    public static HttpTimes all(Duration time) {
        return new HttpTimes(time, time, time, time, time);
    }

    /** Returns a copy with this handshake time. */
    public HttpTimes withHandshake(Duration other) {
        return new HttpTimes(other, body, handler, response, idle);
    }

    /** Returns a copy with this body time. */
    public HttpTimes withBody(Duration other) {
        return new HttpTimes(handshake, other, handler, response, idle);
    }

    /** Returns a copy with this handler time. */
    public HttpTimes withHandler(Duration other) {
        return new HttpTimes(handshake, body, other, response, idle);
    }

    /** Returns a copy with this response time. */
    public HttpTimes withResponse(Duration other) {
        return new HttpTimes(handshake, body, handler, other, idle);
    }

    /** Returns a copy with this idle time. */
    public HttpTimes withIdle(Duration other) {
        return new HttpTimes(handshake, body, handler, response, other);
    }
}
