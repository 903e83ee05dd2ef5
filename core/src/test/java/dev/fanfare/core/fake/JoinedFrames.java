package dev.fanfare.core.fake;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.UnsentBytes;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A batch that keeps its frames, and rejects uses after its end. Confined to its event loop. */
public final class JoinedFrames extends FrameBatch {
    private final List<Frame> frames;
    private final int size;
    private final AtomicInteger open;
    private final List<? extends UnsentBytes> sharedParts;
    private boolean closed;

    /** Creates a batch of a loop, which is counted in {@code open} until it is closed. */
    public JoinedFrames(List<Frame> frames, AtomicInteger open, SentParts parts) {
        this.frames = List.copyOf(frames);
        this.size = sizeOf(frames);
        this.open = open;
        this.sharedParts = frames.stream()
                .flatMap(frame -> frame.sharedParts().stream())
                .map(parts::of)
                .toList();
        open.incrementAndGet();
    }

    /** The frames in order. */
    public List<Frame> frames() {
        requireOpen();
        return frames;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<? extends UnsentBytes> sharedParts() {
        return sharedParts;
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
            throw new IllegalStateException("a frame batch is used after it was closed");
        }
    }
}
