package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;

/**
 * Thrown by a handler or middleware to refuse a request. It answers an HTTP request or a WebSocket handshake with its status, and
 * closes an open WebSocket with 1008.
 */
public final class RequestRefusedException extends RuntimeException {
    private final int status;
    private final String body;

    /**
     * Creates a refusal.
     *
     * @param status 400 to 599
     * @param body a text for the client
     */
    public RequestRefusedException(int status, String body) {
        super(status + " " + body, null, false, false);
        this.status = status;
        this.body = body;
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("the status of a refusal must be between 400 and 599, got " + status);
        }
    }

    /** Returns the text for the client. */
    public String body() {
        return body;
    }

    /** Returns the response with the status and the text. */
    public HttpResponse response() {
        return HttpResponse.text(status, body);
    }
}
