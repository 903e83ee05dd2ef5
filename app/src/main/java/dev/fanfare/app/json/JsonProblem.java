package dev.fanfare.app.json;

/** What is wrong with a JSON text, in words that may be told to whoever sent it. */
public final class JsonProblem extends RuntimeException {
    JsonProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
