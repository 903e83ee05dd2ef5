package dev.fanfare.app.http;

/** A request's body is not what it should be; the message is for the client. */
public final class MalformedBodyException extends RuntimeException {
    MalformedBodyException(String message) {
        super(message, null, false, false);
    }

    /** What is wrong, and where. */
    public String words() {
        return getMessage() == null ? "" : getMessage();
    }
}
