package dev.fanfare.app;

import dev.fanfare.model.client.CloseReason;

/**
 * The client sent something else than the code asked for: binary instead of text, or JSON of another shape. A handler that
 * catches it goes on with the next message; one that lets it pass through closes the socket, with 1003 or 1007, and with
 * the problem as the reason (RFC 6455, 7.4.1).
 */
public final class MalformedMessageException extends RuntimeException {
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int INVALID_DATA = 1007;

    private final CloseReason reason;

    private MalformedMessageException(CloseReason reason) {
        super(reason.reason(), null, false, false);
        this.reason = reason;
    }

    /** It is of the wrong kind. */
    static MalformedMessageException unsupported(String problem) {
        return new MalformedMessageException(new CloseReason(UNSUPPORTED_DATA, problem));
    }

    /** It is of the right kind and does not say what it should. */
    static MalformedMessageException invalid(String problem) {
        return new MalformedMessageException(new CloseReason(INVALID_DATA, problem));
    }

    /** What is wrong, and where; it may be told to the client. */
    public String problem() {
        return reason.reason();
    }

    CloseReason reason() {
        return reason;
    }
}
