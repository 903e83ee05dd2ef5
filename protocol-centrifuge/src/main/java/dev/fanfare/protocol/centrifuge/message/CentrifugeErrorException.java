package dev.fanfare.protocol.centrifuge.message;

/** A command is answered with an error; the connection goes on. Thrown by application code as well. */
public final class CentrifugeErrorException extends RuntimeException {
    private static final int MIN_CUSTOM = 400;
    private static final int MAX_CUSTOM = 1999;

    private final int code;
    private final boolean temporary;

    /** An error of the table. */
    public CentrifugeErrorException(ErrorCode error) {
        super(error.words(), null, false, false);
        this.code = error.code();
        this.temporary = error.isTemporary();
    }

    private CentrifugeErrorException(int code, String words, boolean temporary) {
        super(words, null, false, false);
        this.code = code;
        this.temporary = temporary;
    }

    /**
     * An error of the application's own.
     *
     * @param code 400 to 1999
     * @param temporary true when the client may try again
     */
    public static CentrifugeErrorException custom(int code, String words, boolean temporary) {
        if (code < MIN_CUSTOM || code > MAX_CUSTOM) {
            throw new IllegalArgumentException(
                    "an application's error code is " + MIN_CUSTOM + " to " + MAX_CUSTOM + ", not " + code);
        }
        return new CentrifugeErrorException(code, words, temporary);
    }

    /** What says so to a client that gets no replies, and which comes back by itself when it may. */
    public DisconnectCode disconnect() {
        if (code == ErrorCode.EXPIRED.code() || code == ErrorCode.TOKEN_EXPIRED.code()) {
            return DisconnectCode.EXPIRED;
        }
        if (code == ErrorCode.TOO_MANY_REQUESTS.code()) {
            return DisconnectCode.TOO_MANY_REQUESTS;
        }
        return temporary ? DisconnectCode.SERVER_ERROR : DisconnectCode.PERMISSION_DENIED;
    }

    /** The reply that says so. */
    public Reply.Failed reply() {
        return new Reply.Failed(code, String.valueOf(getMessage()), temporary);
    }
}
