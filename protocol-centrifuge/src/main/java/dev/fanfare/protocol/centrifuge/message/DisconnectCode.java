package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.client.CloseReason;

/**
 * The disconnect codes of the protocol; {@link dev.fanfare.model.client.DisconnectReason} has those of all protocols. Immutable.
 * Clients reconnect after codes below 3500.
 */
public enum DisconnectCode {
    CONNECTION_CLOSED(3000, "connection closed"),
    SHUTDOWN(3001, "shutdown"),
    SERVER_ERROR(3004, "internal server error"),
    EXPIRED(3005, "connection expired"),
    SUBSCRIPTION_EXPIRED(3006, "subscription expired"),
    INSUFFICIENT_STATE(3010, "insufficient state"),
    TOO_MANY_REQUESTS(3013, "too many requests"),
    INVALID_TOKEN(3500, "invalid token"),
    BAD_REQUEST(3501, "bad request"),
    STALE(3502, "stale"),
    FORCED(3503, "force disconnect"),
    CONNECTION_LIMIT(3504, "connection limit"),
    CHANNEL_LIMIT(3505, "channel limit"),
    PERMISSION_DENIED(3507, "permission denied"),
    NOT_AVAILABLE(3508, "not available");

    /** Close codes of WebSocket (RFC 6455, 7.4.1, and the IANA registry). */
    private static final int GOING_AWAY = 1001;

    private static final int INTERNAL_ERROR = 1011;
    private static final int SERVICE_RESTART = 1012;

    private final int code;
    private final String words;

    DisconnectCode(int code, String words) {
        this.code = code;
        this.words = words;
    }

    public CloseReason reason() {
        return new CloseReason(code, words);
    }

    /** Translates close codes of WebSocket to codes of this protocol, because SDKs know only codes from 3000. */
    public static CloseReason protocolReason(CloseReason reason) {
        return switch (reason.code()) {
            case GOING_AWAY, SERVICE_RESTART -> SHUTDOWN.reason();
            case INTERNAL_ERROR -> SERVER_ERROR.reason();
            default -> reason;
        };
    }
}
