package dev.fanfare.model.client;

/**
 * The closed table of reasons for which the server ends a session. Codes below 3000 are those of RFC 6455, 7.4.1; codes
 * from 3000 are the ones that Centrifuge clients know, of which those below 3500 invite to reconnect.
 */
public enum DisconnectReason {
    /** The node stops. */
    SHUTDOWN(1001, "shutdown"),
    /** The node stops and comes back, or another one does (registered with IANA). */
    RESTART(1012, "restart"),
    /** Application code failed. */
    HANDLER_FAILED(1011, "internal error"),
    /** What waited for the client could not be sent and is lost: most likely the node is out of memory. */
    SEND_FAILED(1011, "internal error"),
    /** What let the client in, such as a token, is no longer valid. */
    EXPIRED(3005, "connection expired"),
    /** The client reads slower than its subscriptions deliver. */
    SLOW(3008, "slow"),
    /** Something of a channel was missed, and this client can't be told in a better way. */
    INSUFFICIENT_STATE(3010, "insufficient state"),
    /** The client did not answer a ping in time. */
    NO_PONG(3012, "no pong"),
    /** The application or an operator wants it, and the client shall not come back by itself. */
    FORCED(3503, "force disconnect");

    private final int code;
    private final String words;

    DisconnectReason(int code, String words) {
        this.code = code;
        this.words = words;
    }

    public CloseReason reason() {
        return new CloseReason(code, words);
    }
}
