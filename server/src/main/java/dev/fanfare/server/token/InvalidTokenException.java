package dev.fanfare.server.token;

import dev.fanfare.core.concurrent.FailureCause;
import java.util.concurrent.CompletionException;

/** A token is not accepted. The message is for the log: neither the token nor a secret is in it. */
public final class InvalidTokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why a token is not accepted, as far as its owner may know. */
    public enum Reason {
        /** It is too late for it, or too early: another one helps. */
        EXPIRED,
        /** It is wrong in itself, or nobody we trust signed it. */
        INVALID,
        /** The keys can't be had at the moment: the same token may be accepted later. */
        UNAVAILABLE
    }

    private final Reason reason;

    InvalidTokenException(Reason reason, String message) {
        // No cause and no stack: this is an outcome, not a bug, and causes tend to cite the token.
        super(message, null, false, false);
        this.reason = reason;
    }

    static InvalidTokenException invalid(String message) {
        return new InvalidTokenException(Reason.INVALID, message);
    }

    static InvalidTokenException expired(String message) {
        return new InvalidTokenException(Reason.EXPIRED, message);
    }

    static InvalidTokenException unavailable(String message) {
        return new InvalidTokenException(Reason.UNAVAILABLE, message);
    }

    /** The one that made a stage fail, also behind {@link CompletionException}; INVALID when it was something else. */
    public static InvalidTokenException of(Throwable failure) {
        var cause = FailureCause.of(failure);
        return cause instanceof InvalidTokenException invalid
                ? invalid
                : invalid("the token could not be read: " + cause.getClass().getSimpleName());
    }

    public Reason reason() {
        return reason;
    }
}
