package dev.fanfare.core.transport;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Immutable bytes that several queues can hold. Counts these queues, for memory accounting only: the bytes are
 * garbage-collected. Thread-safe.
 */
public abstract sealed class QueuedBytes permits Frame, MessagePart {
    private static final AtomicIntegerFieldUpdater<QueuedBytes> QUEUES =
            AtomicIntegerFieldUpdater.newUpdater(QueuedBytes.class, "queues");

    private volatile int queues;

    QueuedBytes() {}

    /** Returns the number of bytes. */
    public abstract int size();

    /** Records that one more queue holds these bytes. Returns true for the first one. */
    public final boolean enterQueue() {
        return QUEUES.getAndIncrement(this) == 0;
    }

    /** Records that a queue does not hold these bytes any longer. Returns true for the last one. */
    public final boolean leaveQueue() {
        return QUEUES.decrementAndGet(this) == 0;
    }
}
