package dev.fanfare.core.transport;

/**
 * Bytes in a buffer that the transports of several connections of one event loop can hold, because they could not send
 * them at once. Counts these connections, for memory accounting only. Confined to the loop.
 */
public abstract class UnsentBytes {
    private int connections;

    /** Returns the number of bytes, also after the buffer was released. */
    public abstract int size();

    /** Records that one more connection could not send the bytes at once. Returns true for the first one. */
    public final boolean enterTransport() {
        return connections++ == 0;
    }

    /** Records that the transport of a connection does not hold the bytes any longer. Returns true for the last one. */
    public final boolean leaveTransport() {
        return --connections == 0;
    }
}
