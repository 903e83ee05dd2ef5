package dev.fanfare.app;

/**
 * Thrown when a session does not fit into a cookie. A handler need not catch it, because the client is answered with 400: such values
 * usually come from the client.
 */
public final class SessionTooLargeException extends IllegalArgumentException {
    public SessionTooLargeException(String message) {
        super(message);
    }
}
