package dev.fanfare.core.transport;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Encoded bytes, including transport framing, that all receivers of one wire format share. Immutable, except for the
 * number of queues that hold the frame, which is for memory accounting only: the bytes are garbage-collected.
 * Thread-safe.
 */
public final class Frame {
    private static final AtomicIntegerFieldUpdater<Frame> QUEUES =
            AtomicIntegerFieldUpdater.newUpdater(Frame.class, "queues");

    private final byte[] bytes;
    private volatile int queues;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Creates a frame of these bytes; the caller must not modify them afterwards. */
    public static Frame of(byte[] bytes) {
        return new Frame(bytes);
    }

    /** Returns the bytes without copying them; callers must not modify them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of bytes on the wire. */
    public int size() {
        return bytes.length;
    }

    /** Records that one more queue holds this frame. Returns true for the first one. */
    public boolean enterQueue() {
        return QUEUES.getAndIncrement(this) == 0;
    }

    /** Records that a queue does not hold this frame any longer. Returns true for the last one. */
    public boolean leaveQueue() {
        return QUEUES.decrementAndGet(this) == 0;
    }
}
