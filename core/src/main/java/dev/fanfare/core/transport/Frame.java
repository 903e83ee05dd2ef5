package dev.fanfare.core.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

/**
 * Encoded bytes, including transport framing, that all receivers of one wire format share. Immutable, except for the
 * number of queues that hold the frame, which is for memory accounting only: the bytes are garbage-collected.
 * Thread-safe.
 */
public final class Frame {
    private static final AtomicIntegerFieldUpdater<Frame> QUEUES =
            AtomicIntegerFieldUpdater.newUpdater(Frame.class, "queues");

    private final byte[] first;
    private final List<byte[]> rest;
    private final int size;
    private volatile int queues;

    private Frame(byte[] first, List<byte[]> rest, int size) {
        this.first = first;
        this.rest = rest;
        this.size = size;
    }

    /** Creates a frame of these bytes; the caller must not modify them afterwards. */
    public static Frame of(byte[] bytes) {
        return new Frame(bytes, List.of(), bytes.length);
    }

    /** Creates a frame of a head and parts, which other frames may share; the caller must not modify them afterwards. */
    public static Frame of(byte[] head, MessageParts message) {
        return new Frame(head, message.parts(), head.length + message.size());
    }

    /** Returns the bytes, which callers must not modify. Copies them if the frame has several parts. */
    public byte[] bytes() {
        if (rest.isEmpty()) {
            return first;
        }
        var parts = new ArrayList<byte[]>();
        forEachPart(parts::add);
        return MessageParts.joined(parts);
    }

    /** Passes on the parts in order, without copying them; callers must not modify them. */
    public void forEachPart(Consumer<byte[]> action) {
        action.accept(first);
        if (!rest.isEmpty()) {
            rest.forEach(action);
        }
    }

    /** Returns the number of bytes on the wire. */
    public int size() {
        return size;
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
