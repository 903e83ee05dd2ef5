package dev.fanfare.core.session;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.session.PublicationQueue.Entry;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames queued for one client. Confined to the connection's event loop. The control queue (replies, pings) is sent
 * first and never dropped. The publications of all subscriptions are sent in the order of arrival. Both together are
 * bounded in bytes.
 *
 * <p>Queued frames are not copied: the outboxes of all slow clients share them. They are sent in joined buffers of up
 * to {@value #JOINED_BYTES} bytes, because many small buffers cost more than the copy.
 *
 * <p>The memory counts in {@link MemoryKind#OUTBOXES}: a frame of a publication once for all outboxes, everything else
 * for this client. What the transport could not send counts until it is sent or the connection is closed, if it
 * exceeds {@link Connection#MAX_UNCOUNTED_BYTES}. Nothing is counted while the transport sends everything at once.
 *
 * <p>Publications are queued one by one, so that what is dropped does not depend on batches: a burst larger than the
 * limit keeps its newest part.
 */
final class Outbox {
    /**
     * Estimated memory of a queued frame in addition to its bytes: the entry of the queue, and of a map if it is
     * conflated.
     */
    static final int OVERHEAD_BYTES = 64;

    private static final int JOINED_BYTES = 64 * 1024;
    /** Smaller changes are counted together with later ones. */
    private static final int COUNTING_STEP_BYTES = 4 * 1024;

    private final Connection connection;
    private final int maxBytes;
    private final Metrics metrics;
    private @Nullable ArrayDeque<Frame> control;
    private @Nullable PublicationQueue publications;
    private int bytes;
    /** The part of the bytes that other outboxes share. */
    private int sharedBytes;
    /** Bytes that a transport which is not writable holds for this client. */
    private int bytesInTransport;
    /** The batch among these bytes that other clients share. */
    private @Nullable FrameBatch sharedInTransport;

    private int sharedBytesInTransport;
    private int countedBytes;
    private boolean refused;

    Outbox(Connection connection, int maxBytes, Metrics metrics) {
        this.connection = connection;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
    }

    /**
     * Writes the shared batch directly if nothing is queued, otherwise queues its frames. Returns false if they do not
     * fit.
     */
    boolean offer(SubscriptionQueue queue, FrameBatch batch, List<EncodedPush> pushes) {
        if (bytes == 0 && connection.isWritable()) {
            connection.write(batch);
            return connection.isWritable() || countUnsent(batch);
        }
        return offerQueued(queue, pushes);
    }

    /** Counts a batch that could not be sent at once. Returns false if the node has no memory for it. */
    private boolean countUnsent(FrameBatch batch) {
        forgetSent();
        bytesInTransport = batch.size();
        boolean room = true;
        if (connection.sharesUnsent()) {
            sharedInTransport = batch;
            sharedBytesInTransport = batch.size();
            if (batch.enterTransport() && !budget().tryReserve(sharedBytesInTransport)) {
                budget().reserve(sharedBytesInTransport);
                room = false;
            }
            connection.memory().atClose(this::forgetSent);
        }
        room &= count();
        refused = !room;
        return room;
    }

    /** Called when the transport does not hold anything any longer. */
    private void forgetSent() {
        bytesInTransport = 0;
        if (sharedInTransport != null) {
            if (sharedInTransport.leaveTransport()) {
                budget().release(sharedBytesInTransport);
            }
            sharedInTransport = null;
            sharedBytesInTransport = 0;
        }
    }

    /** Queues the frames. Returns false if they do not fit. */
    boolean offerQueued(SubscriptionQueue queue, List<EncodedPush> pushes) {
        for (var push : pushes) {
            if (!offer(queue, push)) {
                return false;
            }
        }
        return true;
    }

    private boolean offer(SubscriptionQueue queue, EncodedPush push) {
        refused = false;
        var entry = new Entry(push.frame(), queue, queue.keyOf(push.push()));
        var replaced = queue.waiting(entry.key);
        int freed = replaced == null ? 0 : cost(replaced.frame);
        if (!makeRoom(queue, cost(entry.frame), freed)) {
            return false;
        }
        if (!share(entry.frame)) {
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
        return count();
    }

    /** Returns true if the frame fits without dropping others. */
    boolean fits(Frame frame) {
        return fits(cost(frame), 0);
    }

    /** Queues a frame in the control queue for the next {@link #drain}. Returns false if it does not fit. */
    boolean offerControl(Frame frame) {
        refused = false;
        if (!makeRoom(null, cost(frame), 0)) {
            return false;
        }
        if (control == null) {
            control = new ArrayDeque<>(2);
        }
        control.add(frame);
        bytes += cost(frame);
        metrics.replied(frame.size());
        return count();
    }

    /** Passes queued frames to the transport while it is writable. If this method throws, frames are lost. */
    void drain() {
        if (connection.isWritable()) {
            forgetSent();
        }
        int written = 0;
        int last = 0;
        while (bytes > 0 && connection.isWritable()) {
            try (var batch = connection.loop().join(take())) {
                connection.write(batch);
                last = batch.size();
                written += last;
            }
        }
        if (connection.isWritable()) {
            forgetSent();
        } else if (written > 0) {
            // Before the last write, the transport was writable. A nested call may have written more meanwhile.
            bytesInTransport = Math.max(bytesInTransport, Math.min(written, Connection.MAX_UNCOUNTED_BYTES + last));
        }
        if (bytes == 0) {
            control = null;
            publications = null;
        }
        count();
    }

    /** Removes the queued publications when the session ends. */
    void dropPublications() {
        if (publications != null) {
            for (var entry = publications.first(); entry != null; entry = publications.first()) {
                remove(publications, entry);
            }
            publications = null;
            count();
        }
    }

    /** Removes the queued publications of one subscription. Scans the queue only if it has any. */
    void forget(SubscriptionQueue queue) {
        if (publications != null && queue.isWaiting()) {
            publications.of(queue).forEach(entry -> remove(publications, entry));
            count();
        }
    }

    /** Removes everything. What the transport holds counts until the account of the connection is closed. */
    void clear() {
        dropPublications();
        control = null;
        bytes = 0;
        count();
    }

    /** Returns true if the last frame was refused because the node has no memory for it. */
    boolean isRefused() {
        return refused;
    }

    /** Returns true if the control queue is not empty. */
    boolean hasControl() {
        return control != null && !control.isEmpty();
    }

    /** Returns the size of the queued frames, with {@value #OVERHEAD_BYTES} more bytes for each of them. */
    int bytes() {
        return bytes;
    }

    private static int cost(Frame frame) {
        return frame.size() + OVERHEAD_BYTES;
    }

    /**
     * Makes room for one frame, given the bytes that will be freed anyway. Returns false if nothing more may be
     * dropped.
     */
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

    /** A single frame may exceed the limit. */
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
        sharedBytes -= entry.frame.size();
        if (entry.frame.leaveQueue()) {
            budget().release(entry.frame.size());
        }
    }

    /** Counts a frame that other outboxes share. Returns false if the node has no memory for it. */
    private boolean share(Frame frame) {
        if (frame.enterQueue() && !budget().tryReserve(frame.size())) {
            // The frame may have entered another outbox meanwhile, which expects it to be counted.
            budget().reserve(frame.size());
            if (frame.leaveQueue()) {
                budget().release(frame.size());
            }
            refused = true;
            return false;
        }
        sharedBytes += frame.size();
        return true;
    }

    /** Counts the memory of this client. Returns false if the node has no memory for an increase. */
    private boolean count() {
        int held = bytes + bytesInTransport;
        if (held == countedBytes || (held > 0 && Math.abs(held - countedBytes) < COUNTING_STEP_BYTES)) {
            return true;
        }
        int shared = sharedBytes + sharedBytesInTransport;
        refused = !connection.memory().hold(MemoryKind.OUTBOXES, held - shared, held);
        countedBytes = refused ? countedBytes : held;
        return !refused;
    }

    private MemoryBudget budget() {
        return connection.memory().budget(MemoryKind.OUTBOXES);
    }

    /** Removes the frames of the next write; publications follow only when the control queue is empty. */
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

    /** The frames of one write. */
    private static final class Portion {
        final List<Frame> frames = new ArrayList<>();
        private int joinedBytes;

        /** Adds the frame if it is the first one or fits. */
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
