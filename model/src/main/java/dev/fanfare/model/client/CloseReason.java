package dev.fanfare.model.client;

/**
 * Why a connection ends. Immutable.
 *
 * @param code a WebSocket close code (RFC 6455, 7.4)
 * @param reason words for a person, at most 123 bytes as UTF-8 when they are to be sent
 */
public record CloseReason(int code, String reason) {
    /** The peer closed without a code (RFC 6455, 7.4.1). Never sent. */
    public static final int NO_STATUS = 1005;
    /** The connection was lost without a closing handshake (RFC 6455, 7.4.1). Never sent. */
    public static final int ABNORMAL = 1006;

    /** True for codes that may stand in a frame (RFC 6455, 7.4; 1012 to 1014 are registered with IANA). */
    public static boolean maySend(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /**
     * A reason that may be sent.
     *
     * @throws IllegalArgumentException when the code is none that may
     */
    public static CloseReason sendable(int code, String reason) {
        if (!maySend(code)) {
            throw new IllegalArgumentException(
                    "a close code is 1000 to 1003, 1007 to 1014 or 3000 to 4999, not " + code);
        }
        return new CloseReason(code, reason);
    }

    /** The connection was lost. */
    public static CloseReason lost() {
        return new CloseReason(ABNORMAL, "");
    }
}
