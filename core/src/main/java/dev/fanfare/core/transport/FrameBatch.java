package dev.fanfare.core.transport;

/**
 * Frames joined into one transport buffer, which can be written to any number of connections of one event loop.
 * Confined to that loop. The task that created the batch must close it; the transport retains unsent data itself.
 */
public interface FrameBatch extends AutoCloseable {
    /** Returns the number of bytes. */
    int size();

    /** Releases the buffer. */
    @Override
    void close();
}
