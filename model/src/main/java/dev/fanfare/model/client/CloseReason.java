package dev.fanfare.model.client;

/**
 * A close code and its description. Immutable.
 *
 * @param code a WebSocket close code (RFC 6455, 7.4)
 * @param reason human-readable description; at most 123 bytes of UTF-8 if it is sent
 */
public record CloseReason(int code, String reason) {
    /** The peer closed without a code (RFC 6455, 7.4.1). Never sent. */
    public static final int NO_STATUS = 1005;
    /** The connection was lost without a closing handshake (RFC 6455, 7.4.1). Never sent. */
    public static final int ABNORMAL = 1006;

    /**
     * Returns true for codes that are allowed in a close frame (RFC 6455, 7.4; 1012 to 1014 are registered with IANA).
     */
    public static boolean maySend(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /**
     * Creates a reason that may be sent.
     *
     * @throws IllegalArgumentException if the code is not allowed in a close frame
     */
    public static CloseReason sendable(int code, String reason) {
        if (!maySend(code)) {
            throw new IllegalArgumentException(
                    "a close code must be 1000 to 1003, 1007 to 1014 or 3000 to 4999, got " + code);
        }
        return new CloseReason(code, reason);
    }

    /** Returns the reason of a connection that was lost. */
    public static CloseReason lost() {
        return new CloseReason(ABNORMAL, "");
    }
}
