package dev.fanfare.core.session;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.session.PublicationQueue.Entry;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.QueuedBytes;
import dev.fanfare.core.transport.UnsentBytes;
import dev.fanfare.model.channel.Publication;
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
 * <p>Queued frames are not copied, except for {@link JoinedTexts}: the outboxes of all slow clients share them. They are
 * sent in joined buffers of up to {@value #JOINED_BYTES} bytes, because many small buffers cost more than the copy.
 *
 * <p>The memory counts in {@link MemoryKind#OUTBOXES}: a frame of a publication and a shared part of a reply once for
 * all outboxes, everything else for this client. What the transport could not send counts until it is sent or the
 * connection is closed, if it exceeds {@link Connection#MAX_UNCOUNTED_BYTES}: a batch that clients share once for its
 * event loop, and so the buffer of a shared part. Nothing is counted while the transport sends everything at once.
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
    /** What other clients share among these bytes. */
    private List<? extends UnsentBytes> sharedInTransport = List.of();

    private int sharedBytesInTransport;
    private int countedBytes;
    /** The part of the counted bytes that other clients do not share. */
    private int countedOwnBytes;

    private boolean refused;
    private @Nullable DeliveryObserver observer;

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
        boolean room = shareUnsent(List.of(batch));
        room &= countHeld();
        refused = !room;
        return room;
    }

    /** Counts what connections share in the transport. Returns false if the node has no memory for it. */
    private boolean shareUnsent(List<? extends UnsentBytes> shared) {
        boolean room = true;
        if (!shared.isEmpty() && connection.sharesUnsent()) {
            for (var bytes : shared) {
                sharedBytesInTransport += bytes.size();
                if (bytes.enterTransport() && !budget().tryReserve(bytes.size())) {
                    budget().reserve(bytes.size());
                    room = false;
                }
            }
            sharedInTransport = shared;
            connection.memory().atClose(this::forgetSent);
        }
        return room;
    }

    /** Called when the transport does not hold anything any longer. */
    private void forgetSent() {
        bytesInTransport = 0;
        for (var bytes : sharedInTransport) {
            if (bytes.leaveTransport()) {
                budget().release(bytes.size());
            }
        }
        sharedInTransport = List.of();
        sharedBytesInTransport = 0;
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
        if (push.push() instanceof Publication text) {
            var texts = queue.textsFor(text);
            if (texts != null) {
                return extend(queue, texts, text);
            }
        }
        var entry = queue.entry(push);
        var replaced = queue.waiting(entry.key);
        int freed = replaced == null ? 0 : cost(replaced);
        if (!makeRoom(queue, cost(entry), freed)) {
            return false;
        }
        if (entry.shared != null && !share(entry.shared)) {
            return false;
        }
        if (publications == null) {
            publications = new PublicationQueue();
        }
        publications.add(entry);
        bytes += cost(entry);
        if (replaced != null) {
            drop(publications, replaced, DropReason.CONFLATED);
        }
        return count();
    }

    /** Adds a text to those of the last entry. Returns false if it does not fit. */
    private boolean extend(SubscriptionQueue queue, JoinedTexts texts, Publication text) {
        if (!makeRoom(queue, text.payload().size(), 0)) {
            return false;
        }
        texts.add(text);
        bytes += text.payload().size();
        return count();
    }

    /** Returns true if the frame fits without dropping others. */
    boolean fits(Frame frame) {
        return fits(cost(frame), 0);
    }

    /** Queues a frame in the control queue for the next {@link #drain}. Returns false if it does not fit. */
    boolean offerControl(Frame frame) {
        refused = false;
        if (!makeRoom(null, cost(frame), 0) || !shareParts(frame)) {
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

    /**
     * Passes queued frames to the transport while it is writable. If this method throws, frames are lost. Returns false
     * if the node has no memory for what the transport could not send.
     */
    boolean drain() {
        if (connection.isWritable()) {
            forgetSent();
        }
        boolean room = true;
        int written = 0;
        int last = 0;
        while (bytes > 0 && connection.isWritable()) {
            try (var batch = connection.loop().join(take())) {
                connection.write(batch);
                last = batch.size();
                written += last;
                // A nested call may have counted a later batch.
                if (!connection.isWritable() && sharedInTransport.isEmpty()) {
                    room &= shareUnsent(batch.sharedParts());
                }
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
        room &= countHeld();
        refused = !room;
        return room;
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
        if (control != null) {
            control.forEach(this::unshareParts);
            control = null;
        }
        bytes = 0;
        count();
    }

    /** Reports the dropped publications of this client from now on; null ends it. */
    void observe(@Nullable DeliveryObserver newObserver) {
        observer = newObserver;
    }

    @Nullable
    DeliveryObserver observer() {
        return observer;
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

    private static int cost(Entry entry) {
        return entry.size() + OVERHEAD_BYTES;
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
        if (observer != null) {
            observer.onDrop(entry.queue, reason);
        }
    }

    private void remove(PublicationQueue from, Entry entry) {
        from.remove(entry);
        bytes -= cost(entry);
        if (entry.shared != null) {
            unshare(entry.shared);
        }
    }

    /** Counts the parts of a frame that other outboxes share. Returns false if the node has no memory for all of them. */
    private boolean shareParts(Frame frame) {
        var parts = frame.sharedParts();
        for (int i = 0; i < parts.size(); i++) {
            if (!share(parts.get(i))) {
                parts.subList(0, i).forEach(this::unshare);
                return false;
            }
        }
        return true;
    }

    private void unshareParts(Frame frame) {
        frame.sharedParts().forEach(this::unshare);
    }

    /** Counts bytes that other outboxes share. Returns false if the node has no memory for them. */
    private boolean share(QueuedBytes shared) {
        sharedBytes += shared.size();
        if (shared.enterQueue() && !budget().tryReserve(shared.size())) {
            // They may have entered another outbox meanwhile, which expects them to be counted.
            budget().reserve(shared.size());
            unshare(shared);
            refused = true;
            return false;
        }
        return true;
    }

    private void unshare(QueuedBytes shared) {
        sharedBytes -= shared.size();
        if (shared.leaveQueue()) {
            budget().release(shared.size());
        }
    }

    /** Counts the memory of this client. Returns false if the node has no memory for an increase, which does not count. */
    private boolean count() {
        int held = bytes + bytesInTransport;
        int own = ownBytes();
        if (isCounted(held, own)) {
            return true;
        }
        refused = !connection.memory().hold(MemoryKind.OUTBOXES, own, held);
        if (!refused) {
            countedBytes = held;
            countedOwnBytes = own;
        }
        return !refused;
    }

    /** Counts the memory of this client after a write. Returns false if the node has no memory for an increase. */
    private boolean countHeld() {
        int held = bytes + bytesInTransport;
        int own = ownBytes();
        if (isCounted(held, own)) {
            return true;
        }
        countedBytes = held;
        countedOwnBytes = own;
        return connection.memory().record(MemoryKind.OUTBOXES, own, held);
    }

    private int ownBytes() {
        return bytes + bytesInTransport - sharedBytes - sharedBytesInTransport;
    }

    /** Returns true if the difference from the counted bytes is too small to be counted. */
    private boolean isCounted(int held, int own) {
        int change = Math.max(Math.abs(held - countedBytes), Math.abs(own - countedOwnBytes));
        return change == 0 || (held > 0 && change < COUNTING_STEP_BYTES);
    }

    private MemoryBudget budget() {
        return connection.memory().budget(MemoryKind.OUTBOXES);
    }

    /** Removes the frames of the next write; publications follow only when the control queue is empty. */
    private List<Frame> take() {
        var portion = new Portion();
        while (control != null && !control.isEmpty() && portion.takes(control.element())) {
            var frame = control.remove();
            bytes -= cost(frame);
            unshareParts(frame);
        }
        if (publications != null && !hasControl()) {
            for (var next = publications.first();
                    next != null && portion.takes(next.frame());
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
