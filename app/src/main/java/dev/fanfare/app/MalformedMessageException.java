package dev.fanfare.app;

import dev.fanfare.model.client.CloseReason;

/**
 * Thrown when a client's message is not what the handler expects: binary instead of text, or JSON of another shape.
 *
 * <p>A handler that catches it continues with the next message. Otherwise the socket is closed with 1003 or 1007 and the problem as
 * the reason (RFC 6455, 7.4.1).
 */
public final class MalformedMessageException extends RuntimeException {
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int INVALID_DATA = 1007;

    private final CloseReason reason;

    private MalformedMessageException(CloseReason reason) {
        super(reason.reason(), null, false, false);
        this.reason = reason;
    }

    /** Creates an exception for a message of the wrong kind; closes with 1003. */
    public static MalformedMessageException unsupported(String problem) {
        return new MalformedMessageException(new CloseReason(UNSUPPORTED_DATA, problem));
    }

    /** Creates an exception for a message with invalid content; closes with 1007. */
    public static MalformedMessageException invalid(String problem) {
        return new MalformedMessageException(new CloseReason(INVALID_DATA, problem));
    }

    /** Returns the problem and its location; safe to send to the client. */
    public String problem() {
        return reason.reason();
    }

    /** Returns the reason for which the socket is closed. */
    public CloseReason reason() {
        return reason;
    }
}
