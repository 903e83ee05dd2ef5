package dev.fanfare.core.transport;

/**
 * Frames joined into one buffer of the transport, to be written to any number of connections of one event loop.
 * Confined to that loop, and released within the task that made it: what a connection has not sent by then it keeps
 * alive by itself.
 */
public interface FrameBatch extends AutoCloseable {
    /** Number of bytes. */
    int size();

    /** Releases the buffer. */
    @Override
    void close();
}
