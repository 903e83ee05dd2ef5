package dev.fanfare.model.client;

/**
 * The closed table of reasons for which the server ends a subscription while the session goes on. The codes are the ones
 * that Centrifuge clients know: from 2500 on they invite to subscribe again.
 */
public enum UnsubscribeReason {
    /** The application or an operator wants it. */
    SERVER(2000, "server unsubscribe"),
    /** Something of the channel was missed, or its history was lost: what comes next would not follow what came before. */
    INSUFFICIENT_STATE(2500, "insufficient state"),
    /** What allowed it, such as a token, is no longer valid. */
    EXPIRED(2501, "expired");

    private final int code;
    private final String words;

    UnsubscribeReason(int code, String words) {
        this.code = code;
        this.words = words;
    }

    public int code() {
        return code;
    }

    /** Words for a person. */
    public String reason() {
        return words;
    }
}
