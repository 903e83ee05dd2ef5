package dev.fanfare.testkit.app;

import java.time.Duration;

/** A client that reads a streaming response: Server-Sent Events, lines, or raw bytes. Thread-safe. Methods block. */
public interface TestStream extends AutoCloseable {
    /** The timeout of the other methods. */
    Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * Returns status and headers without a body.
     *
     * @throws AssertionError if they do not arrive in time
     */
    TestResponse head();

    /**
     * Returns the following part of the body up to and including a delimiter, such as the empty line after a
     * Server-Sent Event.
     *
     * @throws AssertionError if the delimiter does not arrive in time, or the stream ends first
     */
    String receiveTo(String end);

    /** Returns the next line without its line feed. */
    default String receiveLine() {
        var line = receiveTo("\n");
        return line.substring(0, line.length() - 1);
    }

    /** Returns the next Server-Sent Event or comment without the empty line at its end. */
    default String receiveEvent() {
        var event = receiveTo("\n\n");
        return event.substring(0, event.length() - 2);
    }

    /**
     * Returns the rest of the body after the server has ended the stream cleanly.
     *
     * @throws AssertionError if the stream does not end in time, or breaks
     */
    String receiveRest();

    /** Waits for the end of the stream; returns true if it ended cleanly. */
    boolean awaitEnd();

    /** Stops reading. */
    void stall();

    /** Resumes reading. */
    void resume();

    /** Closes the connection and discards unread data. */
    void leave();

    /** Closes the connection. */
    @Override
    default void close() {
        leave();
    }
}
