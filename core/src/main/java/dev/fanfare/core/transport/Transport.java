package dev.fanfare.core.transport;

import dev.fanfare.core.budget.MemoryGovernor;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Event loops and their listening sockets. Thread-safe. All methods except {@link #loops} may block and must not be
 * called on an event loop.
 */
public interface Transport extends AutoCloseable {
    /** Describes the transport for the log, such as {@code epoll, TLS off}. */
    default String description() {
        return getClass().getSimpleName();
    }

    /** Returns the memory budgets of the node, which its sessions, its engine and its application share. */
    MemoryGovernor governor();

    /** Returns the event loops, which never change. */
    List<? extends EventLoop> loops();

    /**
     * Listens on an address and passes all requests to the handler; port 0 selects a free port. Can be called for
     * several addresses.
     *
     * @return the bound address
     * @throws UncheckedIOException if the address cannot be bound; the message names the address
     */
    InetSocketAddress listen(InetSocketAddress address, HttpHandler handler);

    /**
     * Listens as {@link #listen} does, for operators and backends. The connection limits that apply to clients do not
     * apply to this address, so that clients cannot make it unreachable.
     */
    InetSocketAddress listenInternal(InetSocketAddress address, HttpHandler handler);

    /** Returns why the transport cannot accept connections now, such as exhausted file descriptors; empty if it can. */
    default Optional<String> fault() {
        return Optional.empty();
    }

    /**
     * Stops accepting connections. WebSockets and streams stay open; other connections close after the response in
     * progress.
     */
    void stopListening();

    /** Waits until no connection is open. Returns false on timeout. */
    boolean awaitClosed(Duration time);

    /** Closes all connections at once and stops the threads. Idempotent. */
    @Override
    void close();
}
