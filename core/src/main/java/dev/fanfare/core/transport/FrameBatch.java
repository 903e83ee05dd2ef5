package dev.fanfare.core.transport;

import java.util.List;

/**
 * Frames joined into one transport buffer, which can be written to any number of connections of one event loop.
 * Confined to that loop. The task that created the batch must close it; the transport retains unsent data itself.
 */
public abstract class FrameBatch extends UnsentBytes implements AutoCloseable {
    /**
     * Returns the shared parts of the frames. All batches of the loop that contain a part use the same buffer for it, as
     * long as one of them is unsent.
     */
    public List<? extends UnsentBytes> sharedParts() {
        return List.of();
    }

    /** Releases the buffer. */
    @Override
    public abstract void close();
}
