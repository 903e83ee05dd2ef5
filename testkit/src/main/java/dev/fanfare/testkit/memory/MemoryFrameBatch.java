package dev.fanfare.testkit.memory;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A batch that keeps its frames and rejects use after its close. Confined to the loop that created it. */
final class MemoryFrameBatch extends FrameBatch {
    private final List<Frame> frames;
    private final int size;
    private final AtomicInteger open;
    private boolean closed;

    /** Creates a batch that counts in {@code open} until it is closed. */
    public MemoryFrameBatch(List<Frame> frames, AtomicInteger open) {
        this.frames = List.copyOf(frames);
        this.size = sizeOf(frames);
        this.open = open;
        open.incrementAndGet();
    }

    /** Returns the frames in order. */
    public List<Frame> frames() {
        requireOpen();
        return frames;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void close() {
        requireOpen();
        closed = true;
        open.decrementAndGet();
    }

    private static int sizeOf(List<Frame> frames) {
        int size = 0;
        for (var frame : frames) {
            size += frame.size();
        }
        return size;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("a frame batch was used after its close");
        }
    }
}
