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
    /** Application code failed. */
    HANDLER_FAILED(1011, "internal error"),
    /** Queued frames could not be sent and are lost; most likely the node is out of memory. */
    SEND_FAILED(1011, "internal error"),
    /** The client's credentials, such as a token, have expired. */
    EXPIRED(3005, "connection expired"),
    /** The client reads more slowly than its subscriptions deliver. */
    SLOW(3008, "slow"),
    /** Publications of a channel were missed, and the protocol has no other way to inform the client. */
    INSUFFICIENT_STATE(3010, "insufficient state"),
    /** The client did not answer a ping in time. */
    NO_PONG(3012, "no pong"),
    /** The application or an operator ends the session and tells the client not to reconnect. */
    FORCED(3503, "force disconnect");

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
