package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.core.transport.CloseReason;

/**
 * The closed table of this protocol's own reasons to disconnect; the core has those of every protocol. Clients come back by
 * themselves after codes below 3500.
 */
public enum DisconnectCode {
    CONNECTION_CLOSED(3000, "connection closed"),
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

    private final int code;
    private final String words;

    DisconnectCode(int code, String words) {
        this.code = code;
        this.words = words;
    }

    public CloseReason reason() {
        return new CloseReason(code, words);
    }
}
