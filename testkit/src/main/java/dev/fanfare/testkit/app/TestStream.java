package dev.fanfare.testkit.app;

import java.time.Duration;

/**
 * A client that reads a streaming response as it comes: Server-Sent Events, lines, bare bytes. Thread-safe; its methods block.
 */
public interface TestStream extends AutoCloseable {
    /** How long the other methods wait. */
    Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * Status and header fields, without body.
     *
     * @throws AssertionError when they do not come in time
     */
    TestResponse head();

    /**
     * What comes next up to these words and with them, such as an event of Server-Sent Events up to its empty line.
     *
     * @throws AssertionError when they do not come in time, or not before the stream's end
     */
    String receiveTo(String end);

    /** The next line, without its line feed. */
    default String receiveLine() {
        var line = receiveTo("\n");
        return line.substring(0, line.length() - 1);
    }

    /** The next event of Server-Sent Events, or comment, without the empty line at its end. */
    default String receiveEvent() {
        var event = receiveTo("\n\n");
        return event.substring(0, event.length() - 2);
    }

    /**
     * All that comes until the server ends the stream in an orderly way.
     *
     * @throws AssertionError when it does not in time, or the stream breaks off
     */
    String receiveRest();

    /** Waits until the stream is over, in whatever way; true when its end was orderly. */
    boolean awaitEnd();

    /** Stops reading. */
    void stall();

    /** Reads again. */
    void resume();

    /** Leaves, whatever was not read. */
    void leave();

    /** Leaves. */
    @Override
    default void close() {
        leave();
    }
}
