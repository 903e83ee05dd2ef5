package dev.fanfare.app;

import dev.fanfare.model.client.CloseReason;

/** The WebSocket is closed: nothing can be received or sent any more. A handler may let it pass through. */
public final class ClosedException extends RuntimeException {
    private final CloseReason reason;
    private final Socket socket;

    ClosedException(Socket socket, CloseReason reason) {
        super("closed with " + reason.code() + " " + reason.reason(), null, false, false);
        this.socket = socket;
        this.reason = reason;
    }

    /** True when this socket is the closed one: a handler may well have to do with several. */
    boolean isOf(Socket other) {
        return socket == other;
    }

    /** Why; 1006 when the client went without a close frame. */
    public CloseReason reason() {
        return reason;
    }
}
