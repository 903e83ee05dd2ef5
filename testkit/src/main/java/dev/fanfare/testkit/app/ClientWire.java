package dev.fanfare.testkit.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;
import java.util.List;

/**
 * How a {@link TestClient} reaches its server; what comes back goes into a {@link ClientInbox}. It answers pings and close
 * frames by itself. Thread-safe.
 */
public interface ClientWire {
    /**
     * Sends messages so that they arrive together. Does nothing once the connection is over.
     *
     * @throws AssertionError when the server has not taken them within the time, as far as that can be noticed
     */
    void send(List<Payload> messages, Duration timeout);

    /** Sends a close frame, once; without a body for 1005. */
    void close(CloseReason reason);

    /** Breaks the connection. */
    void lose();

    /** Stops reading. */
    void stall();

    /** Reads again. */
    void resume();

    /** Leaves pings unanswered from now on. */
    void ignorePings();

    /** Waits until all that the server is about to send is in the inbox, as far as that can be known. */
    void settle();
}
