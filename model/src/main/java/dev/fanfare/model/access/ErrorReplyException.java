package dev.fanfare.model.access;

/**
 * Thrown to answer a request with an error while the connection stays open. Immutable. Carries no stack trace: a refusal is an
 * expected outcome.
 */
public final class ErrorReplyException extends RuntimeException {
    private static final int MIN_CUSTOM = 400;
    private static final int MAX_CUSTOM = 1999;

    private final int code;
    private final boolean temporary;
    private final String rule;

    /** Creates a refusal with an error of the table. */
    public ErrorReplyException(ErrorCode error) {
        this(error.code(), error.message(), error.isTemporary(), "");
    }

    private ErrorReplyException(int code, String message, boolean temporary, String rule) {
        super(message, null, false, false);
        this.code = code;
        this.temporary = temporary;
        this.rule = rule;
    }

    /** Creates a refusal with an error of the table and the rule behind it; see {@link #rule}. */
    public static ErrorReplyException by(ErrorCode error, String rule) {
        return new ErrorReplyException(error.code(), error.message(), error.isTemporary(), rule);
    }

    /**
     * Creates a refusal with an error code. For the code of an {@link ErrorCode}, the message and the flag of that error replace
     * the given ones.
     *
     * @param code the code of an {@link ErrorCode}, or 400 to 1999 for an error of the application
     * @param temporary whether the client may retry the request
     * @throws IllegalArgumentException for any other code
     */
    public static ErrorReplyException of(int code, String message, boolean temporary) {
        for (var known : ErrorCode.values()) {
            if (known.code() == code) {
                return new ErrorReplyException(known);
            }
        }
        if (code < MIN_CUSTOM || code > MAX_CUSTOM) {
            throw new IllegalArgumentException("an error code must be between " + MIN_CUSTOM + " and " + MAX_CUSTOM
                    + ", or a code of ErrorCode, got " + code);
        }
        return new ErrorReplyException(code, message, temporary, "");
    }

    public int code() {
        return code;
    }

    /** Returns the human-readable message. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** Returns the rule of the server that refused the request, for operators; empty if unknown. Clients do not receive it. */
    public String rule() {
        return rule;
    }

    public boolean isTemporary() {
        return temporary;
    }

    /** Returns true if this is the given error of the table. */
    public boolean is(ErrorCode error) {
        return code == error.code();
    }
}
