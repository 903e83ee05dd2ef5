package dev.fanfare.testkit.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;
import java.util.List;

/**
 * The connection of a {@link TestClient} to its server. Thread-safe. It puts everything it receives into a {@link
 * ClientInbox}, and answers pings and close frames.
 */
public interface ClientWire {
    /**
     * Sends messages so that they arrive together. Has no effect once the connection has ended.
     *
     * @throws AssertionError if the server has not accepted them before the timeout, as far as this can be detected
     */
    void send(List<Payload> messages, Duration timeout);

    /** Sends a close frame, at most once; 1005 sends one without a body. */
    void close(CloseReason reason);

    /** Breaks the connection. */
    void lose();

    /** Stops reading. */
    void stall();

    /** Resumes reading. */
    void resume();

    /** Stops answering pings. */
    void ignorePings();

    /** Waits until everything that the server is sending has arrived, as far as this can be detected. */
    void settle();
}
