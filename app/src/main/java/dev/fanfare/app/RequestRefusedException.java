package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Thrown by a handler or middleware to refuse a request. Immutable. It answers an HTTP request or a WebSocket handshake with its
 * response, and closes an open WebSocket with 1008.
 */
public final class RequestRefusedException extends RuntimeException {
    private final transient HttpResponse response;

    /**
     * Creates a refusal.
     *
     * @param status 400 to 599
     * @param body a text for the client
     */
    public RequestRefusedException(int status, String body) {
        this(HttpResponse.text(requireRefusal(status), body), body);
    }

    /**
     * Creates a refusal with a complete response, for example with the header field {@code Retry-After}.
     *
     * @throws IllegalArgumentException if the status is not between 400 and 599, or the body is a file or a stream
     */
    public RequestRefusedException(HttpResponse response) {
        this(requireRefusal(response), new String(response.body(), StandardCharsets.UTF_8));
    }

    private RequestRefusedException(HttpResponse response, String body) {
        super(response.status() + " " + body, null, false, false);
        this.response = response;
    }

    /** Returns the text for the client. */
    public String body() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Returns the response. */
    public HttpResponse response() {
        return response;
    }

    private static HttpResponse requireRefusal(HttpResponse response) {
        requireRefusal(response.status());
        if (response.file().isPresent() || response.stream().isPresent()) {
            throw new IllegalArgumentException("the body of a refusal must be bytes, got a file or a stream");
        }
        return response;
    }

    private static int requireRefusal(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("the status of a refusal must be between 400 and 599, got " + status);
        }
        return status;
    }
}
