package dev.fanfare.server.token.keys;

/** A key set can't be had at the moment. The message is for the log. */
public final class JwksUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JwksUnavailableException(String message) {
        super(message, null, false, false);
    }
}
