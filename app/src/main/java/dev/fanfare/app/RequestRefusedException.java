package dev.fanfare.app;

import dev.fanfare.model.http.HttpResponse;

/**
 * Thrown by a handler or middleware, it answers an HTTP request, or a WebSocket's handshake, with this status; thrown when the
 * WebSocket is open, it closes that with 1008.
 */
public final class RequestRefusedException extends RuntimeException {
    private final int status;
    private final String body;

    /** A refusal of this status, 400 to 599, and words for the client. */
    public RequestRefusedException(int status, String body) {
        super(status + " " + body, null, false, false);
        this.status = status;
        this.body = body;
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a refusal has a status from 400 to 599, not " + status);
        }
    }

    HttpResponse response() {
        return HttpResponse.text(status, body);
    }

    String body() {
        return body;
    }
}
