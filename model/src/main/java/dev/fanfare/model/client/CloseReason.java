package dev.fanfare.model.client;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A close code and its description. Immutable.
 *
 * @param code a WebSocket close code (RFC 6455, 7.4)
 * @param reason human-readable description; at most 123 bytes of UTF-8 if it is sent
 */
public record CloseReason(int code, String reason) {
    /** Closed after everything was sent (RFC 6455, 7.4.1). */
    public static final int NORMAL = 1000;
    /** The peer closed without a code (RFC 6455, 7.4.1). Never sent. */
    public static final int NO_STATUS = 1005;
    /** The connection was lost without a closing handshake (RFC 6455, 7.4.1). Never sent. */
    public static final int ABNORMAL = 1006;

    private static final int MIN_CUSTOM = 3000;
    private static final int MAX_CUSTOM = 4999;
    private static final int MAX_REASON_BYTES = 123;

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

    /**
     * Creates a reason for an application or its backend. The codes 4000 to 4999 are free for applications; those below
     * have the meaning of {@link DisconnectReason}.
     *
     * @throws IllegalArgumentException if the code is not between 3000 and 4999, or the reason has more than 123 bytes as UTF-8
     */
    public static CloseReason custom(int code, String reason) {
        if (code < MIN_CUSTOM || code > MAX_CUSTOM) {
            throw new IllegalArgumentException(
                    "a disconnect code must be between " + MIN_CUSTOM + " and " + MAX_CUSTOM + ", got " + code);
        }
        int length = reason.getBytes(UTF_8).length;
        if (length > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "a disconnect reason must have at most " + MAX_REASON_BYTES + " bytes as UTF-8, got " + length);
        }
        return new CloseReason(code, reason);
    }

    /** Returns the reason of a connection that was lost. */
    public static CloseReason lost() {
        return new CloseReason(ABNORMAL, "");
    }
}
