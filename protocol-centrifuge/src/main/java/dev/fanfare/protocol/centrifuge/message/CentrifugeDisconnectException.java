package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.client.CloseReason;

/** The connection ends, for a reason that the client is told. Thrown by application code as well. */
public final class CentrifugeDisconnectException extends RuntimeException {
    private static final int MIN_CUSTOM = 4000;
    private static final int MAX_CUSTOM = 4999;

    private final CloseReason reason;

    /** A reason of the table. */
    public CentrifugeDisconnectException(DisconnectCode code) {
        this(code.reason());
    }

    private CentrifugeDisconnectException(CloseReason reason) {
        super(reason.code() + " " + reason.reason(), null, false, false);
        this.reason = reason;
    }

    /**
     * A reason of the application's own.
     *
     * @param code 4000 to 4499 to let the client come back, 4500 to 4999 to forbid it
     */
    public static CentrifugeDisconnectException custom(int code, String words) {
        if (code < MIN_CUSTOM || code > MAX_CUSTOM) {
            throw new IllegalArgumentException(
                    "an application's disconnect code is " + MIN_CUSTOM + " to " + MAX_CUSTOM + ", not " + code);
        }
        return new CentrifugeDisconnectException(new CloseReason(code, words));
    }

    public CloseReason reason() {
        return reason;
    }
}
