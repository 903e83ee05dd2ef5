package dev.fanfare.core.session;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client: a control lane (replies, pings) that goes first, and a lane of publications. Bounded in
 * bytes over both. Confined to the connection's event loop.
 *
 * <p>Frames are never copied while they wait: the same objects wait in every slow client's outbox. They leave joined, up
 * to {@value #JOINED_BYTES} bytes in one buffer, because many small buffers in one flush cost more than the copy.
 */
final class Outbox {
    private static final int JOINED_BYTES = 64 * 1024;

    private final Connection connection;
    private final int maxBytes;
    private @Nullable ArrayDeque<Frame> control;
    private @Nullable ArrayDeque<Frame> publications;
    private int bytes;

    Outbox(Connection connection, int maxBytes) {
        this.connection = connection;
        this.maxBytes = maxBytes;
    }

    /** Writes the shared batch at once when nothing waits, else queues its frames. False when they do not fit. */
    boolean offer(FrameBatch batch, List<Frame> frames) {
        if (bytes == 0 && connection.isWritable()) {
            connection.write(batch);
            return true;
        }
        if (!fits(batch.size(), frames.size())) {
            return false;
        }
        if (publications == null) {
            publications = new ArrayDeque<>(frames.size());
        }
        publications.addAll(frames);
        bytes += batch.size();
        return true;
    }

    /** Queues a frame in the control lane; {@link #drain} sends it. False when it does not fit. */
    boolean offerControl(Frame frame) {
        if (!fits(frame.size(), 1)) {
            return false;
        }
        if (control == null) {
            control = new ArrayDeque<>(2);
        }
        control.add(frame);
        bytes += frame.size();
        return true;
    }

    /** Hands over to the transport what it takes. */
    void drain() {
        while (bytes > 0 && connection.isWritable()) {
            var frames = new ArrayList<Frame>();
            int joined = take(control, frames, 0);
            if (!hasControl()) {
                joined = take(publications, frames, joined);
            }
            bytes -= joined;
            try (var batch = connection.loop().join(frames)) {
                connection.write(batch);
            }
        }
        if (bytes == 0) {
            control = null;
            publications = null;
        }
    }

    /** Forgets the publications that wait: the session ends. */
    void dropPublications() {
        if (publications != null) {
            publications.forEach(frame -> bytes -= frame.size());
            publications = null;
        }
    }

    /** Forgets everything. */
    void clear() {
        control = null;
        publications = null;
        bytes = 0;
    }

    /** True while something waits in the control lane. */
    boolean hasControl() {
        return control != null && !control.isEmpty();
    }

    /** Bytes that wait. */
    int bytes() {
        return bytes;
    }

    /** A single frame may be larger than the bound when nothing else waits; several together may not. */
    private boolean fits(int more, int frames) {
        return (bytes == 0 && frames == 1) || bytes + (long) more <= maxBytes;
    }

    private static int take(@Nullable ArrayDeque<Frame> lane, List<Frame> into, int joined) {
        int total = joined;
        while (lane != null && !lane.isEmpty()) {
            int size = lane.element().size();
            if (total > 0 && total + size > JOINED_BYTES) {
                break;
            }
            into.add(lane.remove());
            total += size;
        }
        return total;
    }
}
