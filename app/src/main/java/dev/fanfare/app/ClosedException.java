package dev.fanfare.app;

import dev.fanfare.core.transport.CloseReason;

/** The WebSocket is closed: nothing can be received or sent any more. A handler may let it pass through. */
public final class ClosedException extends RuntimeException {
    private final CloseReason reason;

    ClosedException(CloseReason reason) {
        super("closed with " + reason.code() + " " + reason.reason(), null, false, false);
        this.reason = reason;
    }

    /** Why; 1006 when the client went without a close frame. */
    public CloseReason reason() {
        return reason;
    }
}
