package dev.fanfare.core.session;

import dev.fanfare.core.session.PublicationQueue.Entry;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client: a control queue (replies, pings) that goes first and is never dropped, and the lanes of the
 * subscriptions, which go in the order in which their publications came. Bounded in bytes over all. Confined to the
 * connection's event loop.
 *
 * <p>Frames are never copied while they wait: the same objects wait in every slow client's outbox. They leave joined, up
 * to {@value #JOINED_BYTES} bytes in one buffer, because many small buffers in one flush cost more than the copy.
 *
 * <p>Publications come one by one, however they were batched, so that what is dropped does not depend on the batches: a
 * burst that is larger than the bound keeps its newest part.
 */
final class Outbox {
    /** What a waiting frame costs beside its bytes, roughly: an entry of the queue, and of a map when it is conflated. */
    static final int OVERHEAD_BYTES = 64;

    private static final int JOINED_BYTES = 64 * 1024;

    private final Connection connection;
    private final int maxBytes;
    private final Metrics metrics;
    private @Nullable ArrayDeque<Frame> control;
    private @Nullable PublicationQueue publications;
    private int bytes;

    Outbox(Connection connection, int maxBytes, Metrics metrics) {
        this.connection = connection;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
    }

    /** Writes the shared batch at once when nothing waits, else queues its frames. False when they do not fit. */
    boolean offer(SubscriptionQueue queue, FrameBatch batch, List<EncodedPush> pushes) {
        if (bytes == 0 && connection.isWritable()) {
            connection.write(batch);
            return true;
        }
        return offerQueued(queue, pushes);
    }

    /** Queues the frames. False when they do not fit. */
    boolean offerQueued(SubscriptionQueue queue, List<EncodedPush> pushes) {
        for (var push : pushes) {
            if (!offer(queue, push)) {
                return false;
            }
        }
        return true;
    }

    private boolean offer(SubscriptionQueue queue, EncodedPush push) {
        var entry = new Entry(push.frame(), queue, queue.keyOf(push.push()));
        var replaced = queue.waiting(entry.key);
        int freed = replaced == null ? 0 : cost(replaced.frame);
        if (!makeRoom(queue, cost(entry.frame), freed)) {
            return false;
        }
        if (publications == null) {
            publications = new PublicationQueue();
        }
        publications.add(entry);
        bytes += cost(entry.frame);
        if (replaced != null) {
            drop(publications, replaced, DropReason.CONFLATED);
        }
        return true;
    }

    /** True when the frame fits into the control queue and nothing need be dropped for it. */
    boolean fits(Frame frame) {
        return fits(cost(frame), 0);
    }

    /** Queues a frame in the control queue; {@link #drain} sends it. False when it does not fit. */
    boolean offerControl(Frame frame) {
        if (!makeRoom(null, cost(frame), 0)) {
            return false;
        }
        if (control == null) {
            control = new ArrayDeque<>(2);
        }
        control.add(frame);
        bytes += cost(frame);
        metrics.replied(frame.size());
        return true;
    }

    /** Hands over to the transport what it takes. When this throws, frames are lost. */
    void drain() {
        while (bytes > 0 && connection.isWritable()) {
            try (var batch = connection.loop().join(take())) {
                connection.write(batch);
            }
        }
        if (bytes == 0) {
            clear();
        }
    }

    /** Forgets the publications that wait: the session ends. */
    void dropPublications() {
        if (publications != null) {
            for (var entry = publications.first(); entry != null; entry = publications.first()) {
                remove(publications, entry);
            }
            publications = null;
        }
    }

    /** Forgets the publications of one subscription. Looks through what waits only when some are there. */
    void forget(SubscriptionQueue queue) {
        if (publications != null && queue.isWaiting()) {
            publications.of(queue).forEach(entry -> remove(publications, entry));
        }
    }

    /** Forgets everything. */
    void clear() {
        dropPublications();
        control = null;
        bytes = 0;
    }

    /** True while something waits in the control queue. */
    boolean hasControl() {
        return control != null && !control.isEmpty();
    }

    /** Bytes that wait, {@value #OVERHEAD_BYTES} more for each frame. */
    int bytes() {
        return bytes;
    }

    private static int cost(Frame frame) {
        return frame.size() + OVERHEAD_BYTES;
    }

    /** Makes room for one frame where so much becomes free besides; false when nothing more may be dropped. */
    private boolean makeRoom(@Nullable SubscriptionQueue queue, int cost, int freed) {
        while (!fits(cost, freed)) {
            var oldest = queue == null ? null : queue.oldest();
            if (oldest == null && publications != null) {
                oldest = publications.oldestDroppable();
            }
            if (oldest == null || publications == null) {
                return false;
            }
            drop(publications, oldest, DropReason.OLDEST);
        }
        return true;
    }

    /** One frame alone may be larger than the bound. */
    private boolean fits(int cost, int freed) {
        return bytes == freed || bytes - freed + (long) cost <= maxBytes;
    }

    private void drop(PublicationQueue from, Entry entry, DropReason reason) {
        remove(from, entry);
        metrics.dropped(reason, 1);
    }

    private void remove(PublicationQueue from, Entry entry) {
        from.remove(entry);
        bytes -= cost(entry.frame);
    }

    /** Takes what goes into one write: publications only when nothing is left in the control queue. */
    private List<Frame> take() {
        var portion = new Portion();
        while (control != null && !control.isEmpty() && portion.takes(control.element())) {
            bytes -= cost(control.remove());
        }
        if (publications != null && !hasControl()) {
            for (var next = publications.first();
                    next != null && portion.takes(next.frame);
                    next = publications.first()) {
                remove(publications, next);
            }
        }
        return portion.frames;
    }

    /** Frames of one write. */
    private static final class Portion {
        final List<Frame> frames = new ArrayList<>();
        private int joinedBytes;

        /** Takes the frame, if it is the first one or fits. */
        boolean takes(Frame frame) {
            if (!frames.isEmpty() && joinedBytes + frame.size() > JOINED_BYTES) {
                return false;
            }
            frames.add(frame);
            joinedBytes += frame.size();
            return true;
        }
    }
}
