package dev.fanfare.app.jwt;

import dev.fanfare.core.concurrent.FailureCause;

/** Thrown when a token is rejected. The message is meant for the log and contains neither the token nor a secret. */
public final class InvalidTokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kind of reason, which the client may see. */
    public enum Reason {
        /** The token is no longer valid, or not yet valid; another token may be accepted. */
        EXPIRED,
        /** The token is malformed, or no trusted key signed it. */
        INVALID,
        /** The keys are currently unavailable; the same token may be accepted later. */
        UNAVAILABLE
    }

    private final Reason reason;

    private InvalidTokenException(Reason reason, String message) {
        // Without cause and stack trace: this is an expected outcome, and causes tend to quote the token.
        super(message, null, false, false);
        this.reason = reason;
    }

    public static InvalidTokenException invalid(String message) {
        return new InvalidTokenException(Reason.INVALID, message);
    }

    public static InvalidTokenException expired(String message) {
        return new InvalidTokenException(Reason.EXPIRED, message);
    }

    public static InvalidTokenException unavailable(String message) {
        return new InvalidTokenException(Reason.UNAVAILABLE, message);
    }

    /** Returns the exception that failed a stage, without its wrappers. Any other failure becomes an INVALID one. */
    public static InvalidTokenException of(Throwable failure) {
        var cause = FailureCause.of(failure);
        return cause instanceof InvalidTokenException known
                ? known
                : invalid("the token cannot be read: " + cause.getClass().getSimpleName());
    }

    public Reason reason() {
        return reason;
    }
}
