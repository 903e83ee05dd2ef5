package dev.fanfare.model.access;

import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;

/**
 * Thrown to refuse a request by closing the connection. Immutable. Carries no stack trace: a refusal is an expected outcome.
 */
public final class DisconnectException extends RuntimeException {
    private final CloseReason reason;

    /** Creates a refusal with a reason of the table. */
    public DisconnectException(DisconnectReason reason) {
        this(reason.reason());
    }

    /** Creates a refusal with another reason, see {@link CloseReason#custom}. */
    public DisconnectException(CloseReason reason) {
        super(reason.code() + " " + reason.reason(), null, false, false);
        this.reason = reason;
    }

    /** Returns the code and text with which the connection closes. */
    public CloseReason reason() {
        return reason;
    }
}
