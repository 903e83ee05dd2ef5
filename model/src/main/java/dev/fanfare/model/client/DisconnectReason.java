package dev.fanfare.model.client;

/**
 * The closed table of reasons for which the server ends a session. Codes below 3000 are those of RFC 6455, 7.4.1. Codes
 * from 3000 are those of Centrifuge clients, which reconnect on codes below 3500.
 */
public enum DisconnectReason {
    /** The node shuts down. */
    SHUTDOWN(1001, "shutdown"),
    /** The node restarts, or another node takes over (registered with IANA). */
    RESTART(1012, "restart"),
    /** Application code failed, or the server cannot answer. */
    HANDLER_FAILED(1011, "internal error"),
    /** Queued frames could not be sent and are lost; the usual cause is a lack of memory. */
    SEND_FAILED(1011, "internal error"),
    /** The server is short of memory; the client can try again later (registered with IANA). */
    OVERLOADED(1013, "the server is short of memory"),
    /** The client did not close the connection after its connect request was refused. */
    CONNECTION_CLOSED(3000, "connection closed"),
    /** The credentials, such as a token, have expired. */
    EXPIRED(3005, "connection expired"),
    /** A server-side subscription has expired. */
    SUBSCRIPTION_EXPIRED(3006, "subscription expired"),
    /** The client reads more slowly than its subscriptions deliver. */
    SLOW(3008, "slow"),
    /** Publications of a channel were missed, and the protocol cannot report that in another way. */
    INSUFFICIENT_STATE(3010, "insufficient state"),
    /** The client did not answer a ping in time. */
    NO_PONG(3012, "no pong"),
    /** The client exceeded a rate limit. */
    TOO_MANY_REQUESTS(3013, "too many requests"),
    /** The token is malformed, its signature is wrong, or it belongs to another client. */
    INVALID_TOKEN(3500, "invalid token"),
    /** The client violated the protocol. */
    BAD_REQUEST(3501, "bad request"),
    /** The client did not authenticate in time. */
    STALE(3502, "stale"),
    /** The application or an operator closed the connection; the client must not reconnect on its own. */
    FORCED(3503, "force disconnect"),
    /** The user has too many connections. */
    CONNECTION_LIMIT(3504, "connection limit"),
    /** The connection has too many subscriptions. */
    CHANNEL_LIMIT(3505, "channel limit"),
    /** The client may not connect. */
    PERMISSION_DENIED(3507, "permission denied"),
    /** The server does not offer what the client requested. */
    NOT_AVAILABLE(3508, "not available");

    private final int code;
    private final String text;

    DisconnectReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public CloseReason reason() {
        return new CloseReason(code, text);
    }
}
