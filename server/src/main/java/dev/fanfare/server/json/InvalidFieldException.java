package dev.fanfare.server.json;

/**
 * Thrown when JSON does not have the expected shape, or a field has an invalid value. The message names the field, what was
 * expected and what was found.
 */
public final class InvalidFieldException extends RuntimeException {
    private final String summary;

    /** Creates an error whose message contains no secret. */
    public InvalidFieldException(String message) {
        this(message, message);
    }

    InvalidFieldException(String message, String summary) {
        super(message, null, false, false);
        this.summary = summary;
    }

    /** The message without quotations from the JSON, for logs. */
    public String summary() {
        return summary;
    }

    /** The message. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
