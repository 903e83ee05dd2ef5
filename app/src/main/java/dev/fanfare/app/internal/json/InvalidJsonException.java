package dev.fanfare.app.internal.json;

/** Thrown for an invalid JSON text. The message is safe to send to the client. */
public final class InvalidJsonException extends RuntimeException {
    InvalidJsonException(String problem) {
        super(problem);
    }

    InvalidJsonException(String problem, Throwable cause) {
        super(problem, cause);
    }

    /** Returns the problem and its location. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
