package dev.fanfare.transport.netty.http;

import java.time.Duration;
import java.util.Map;

/**
 * How long a client, and the program, may take for a request. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param handshake from connecting to the end of the first request's head, TLS included, and from the first byte of a later
 *     request to the end of its head: then the connection is closed. Also how long the program may take to accept a
 *     WebSocket: then it is answered 503
 * @param body from the head of a request to the end of its body; then it is answered 408
 * @param handler how long the program may take to answer a request; then it is answered 503
 * @param response how long the client may take nothing of a response; then the connection is closed
 * @param idle from a response to the first byte of the next request; then the connection is closed
 */
public record HttpTimes(Duration handshake, Duration body, Duration handler, Duration response, Duration idle) {
    /** 10 seconds, 30, 60, 30, 60. */
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
                        throw new IllegalArgumentException("the time for " + name + " is positive, not " + time);
                    }
                });
    }

    /** The same time for everything. */
    public static HttpTimes all(Duration time) {
        return new HttpTimes(time, time, time, time, time);
    }

    /** The same times, but for the handshake. */
    public HttpTimes withHandshake(Duration other) {
        return new HttpTimes(other, body, handler, response, idle);
    }

    /** The same times, but for the body. */
    public HttpTimes withBody(Duration other) {
        return new HttpTimes(handshake, other, handler, response, idle);
    }

    /** The same times, but for the program's answer. */
    public HttpTimes withHandler(Duration other) {
        return new HttpTimes(handshake, body, other, response, idle);
    }

    /** The same times, but for a client that takes nothing. */
    public HttpTimes withResponse(Duration other) {
        return new HttpTimes(handshake, body, handler, other, idle);
    }

    /** The same times, but for a silent client. */
    public HttpTimes withIdle(Duration other) {
        return new HttpTimes(handshake, body, handler, response, other);
    }
}
