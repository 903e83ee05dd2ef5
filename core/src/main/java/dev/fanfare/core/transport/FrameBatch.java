package dev.fanfare.core.transport;

/**
 * Frames joined into one transport buffer, which can be written to any number of connections of one event loop.
 * Confined to that loop. The task that created the batch must close it; the transport retains unsent data itself.
 */
public abstract class FrameBatch implements AutoCloseable {
    private int unsent;

    /** Returns the number of bytes. */
    public abstract int size();

    /** Releases the buffer. */
    @Override
    public abstract void close();

    /** Records that one more connection could not send the batch at once. Returns true for the first one. */
    public final boolean enterTransport() {
        return unsent++ == 0;
    }

    /** Records that the transport of a connection does not hold the batch any longer. Returns true for the last one. */
    public final boolean leaveTransport() {
        return --unsent == 0;
    }
}
