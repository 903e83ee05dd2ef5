package dev.fanfare.model.client;

/**
 * The closed table of reasons for which the server ends a subscription but not the session. The codes are those of
 * Centrifuge clients, which resubscribe on codes from 2500.
 */
public enum UnsubscribeReason {
    /** The application or an operator ended the subscription. */
    SERVER(2000, "server unsubscribe"),
    /** A publication was missed or the history was lost, so the next publication would not follow the previous one. */
    INSUFFICIENT_STATE(2500, "insufficient state"),
    /** The permission for the subscription, such as a token, has expired. */
    EXPIRED(2501, "expired");

    private final int code;
    private final String text;

    UnsubscribeReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** Returns a human-readable description. */
    public String reason() {
        return text;
    }
}
