package dev.fanfare.server.token.keys;

/** A key set can't be had at the moment. The message is for the log. */
public final class JwksUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    JwksUnavailable(String message) {
        super(message, null, false, false);
    }
}
