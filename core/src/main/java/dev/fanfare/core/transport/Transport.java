package dev.fanfare.core.transport;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Event loops, and what listens on them: everything a program needs to be reached. Thread-safe; its methods may block and
 * are not for event loops, but for {@link #loops}.
 */
public interface Transport extends AutoCloseable {
    /** The event loops, always the same, for the node. */
    List<? extends EventLoop> loops();

    /**
     * Gives the requests that come to the address to the handler, port 0 meaning any free one. May be called for several.
     *
     * @return the address that is bound
     * @throws UncheckedIOException when it can't be bound, saying which
     */
    InetSocketAddress listen(InetSocketAddress address, HttpHandler handler);

    /** Stops accepting. WebSockets and streams live on; other connections end when their request, if there is one, is answered. */
    void stopListening();

    /** Waits until no connection is open; false when the time was over first. */
    boolean awaitClosed(Duration time);

    /** Closes everything at once and ends the threads. Idempotent. */
    @Override
    void close();
}
