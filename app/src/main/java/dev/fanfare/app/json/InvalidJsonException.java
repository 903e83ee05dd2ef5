package dev.fanfare.app.json;

/** What is wrong with a JSON text, in words that may be told to whoever sent it. */
public final class InvalidJsonException extends RuntimeException {
    InvalidJsonException(String words) {
        super(words);
    }

    InvalidJsonException(String words, Throwable cause) {
        super(words, cause);
    }

    /** What is wrong, and where. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
