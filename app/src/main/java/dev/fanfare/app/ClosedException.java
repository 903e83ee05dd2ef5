package dev.fanfare.app;

import dev.fanfare.model.client.CloseReason;

/** Thrown when a closed socket is used to receive or send. A handler need not catch it. */
public final class ClosedException extends RuntimeException {
    private final transient Socket socket;
    private final CloseReason reason;

    /** Creates an exception for a socket that was closed for this reason. */
    public ClosedException(Socket socket, CloseReason reason) {
        super("the socket is closed: " + reason.code() + " " + reason.reason(), null, false, false);
        this.socket = socket;
        this.reason = reason;
    }

    /** Returns the closed socket, for a handler that uses several. */
    public Socket socket() {
        return socket;
    }

    /** Returns the close reason; 1006 if the client left without a close frame. */
    public CloseReason reason() {
        return reason;
    }
}
