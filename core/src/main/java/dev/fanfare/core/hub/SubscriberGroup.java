package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.DeltaEncoder;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.LogText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscribers of one channel and loop with equal frame key, selection and cursor. Confined to the event loop. They
 * form a dense array: subscribers before {@code nextSlot} have received the current batch, the others have not.
 *
 * <p>Subscribers may join and leave between two slices of a batch, and even while one of them is served. New
 * subscribers count as served, because the batch was published before their subscribe was answered. Between batches,
 * {@code nextSlot} is at the end.
 */
final class SubscriberGroup {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriberGroup.class);
    private static final int FIRST_CAPACITY = 2;

    private final @Nullable PushEncoder encoder;
    private final @Nullable GroupCursor cursor;
    /** The client of a temporary group that does not receive all of one batch; null for an ordinary group. */
    private final @Nullable String setAside;
    /** Whether frames depend on the last publication of the subscribers. */
    private final boolean deltas;
    /** The last publication before the current batch; null for none. */
    private @Nullable Publication before;
    /** The last publication after the current batch. */
    private @Nullable Publication beforeNextBatch;

    private boolean retired;
    private @Nullable Subscriber[] subscribers = new @Nullable Subscriber[FIRST_CAPACITY];
    private int size;
    private int nextSlot;

    /** Creates a group for the encoder's frame key; null for application code. */
    SubscriberGroup(@Nullable PushEncoder encoder, @Nullable GroupCursor cursor, @Nullable Publication before) {
        this(encoder, cursor, before, null);
    }

    private SubscriberGroup(
            @Nullable PushEncoder encoder,
            @Nullable GroupCursor cursor,
            @Nullable Publication before,
            @Nullable String setAside) {
        this.encoder = encoder;
        this.cursor = cursor;
        this.setAside = setAside;
        this.deltas = encoder instanceof DeltaEncoder;
        this.before = deltas ? before : null;
        this.beforeNextBatch = this.before;
    }

    /**
     * Moves each of these clients into a temporary group for the next batch, of which it does not receive everything.
     */
    List<SubscriberGroup> setAside(Set<String> clients) {
        if (encoder == null || setAside != null || retired) {
            return List.of();
        }
        var groups = new ArrayList<SubscriberGroup>(1);
        for (int i = size - 1; i >= 0; i--) {
            var subscriber = at(i);
            var client = subscriber.client();
            if (client != null && clients.contains(client)) {
                remove(subscriber);
                var group = new SubscriberGroup(encoder, cursor, beforeNextBatch, client);
                group.add(subscriber);
                groups.add(group);
            }
        }
        return groups;
    }

    /** Returns true if this is the temporary group of a client that stays subscribed. */
    boolean isSetAside() {
        return setAside != null && !retired;
    }

    /** Returns true if the subscribers do not receive this delivery. */
    boolean excludes(Delivery delivery) {
        return setAside != null && setAside.equals(delivery.excluded());
    }

    /**
     * Returns the last publication that the subscribers received before this batch; null if there is none or it does
     * not matter.
     */
    @Nullable
    Publication before() {
        return before;
    }

    /** Returns the last publication of the subscribers after this push. */
    @Nullable
    Publication beforeNext(Push push, @Nullable Publication last) {
        return deltas && push instanceof Publication publication ? publication : last;
    }

    /** Returns true if frames depend on the last publication of the subscribers. */
    boolean hasDeltas() {
        return deltas;
    }

    /** Starts a new batch with these deliveries. */
    void advance(List<Delivery> deliveries) {
        if (!deltas || encoder == null) {
            return;
        }
        before = beforeNextBatch;
        for (var delivery : deliveries) {
            if (!excludes(delivery)
                    && delivery.push() instanceof Publication publication
                    && encoder.selection().includes(publication)) {
                beforeNextBatch = publication;
            }
        }
    }

    /** Ends a batch. Only the last publication is kept, if there are subscribers. */
    void finish() {
        before = null;
        if (isEmpty()) {
            forgetBase();
        }
    }

    /** Returns the estimated bytes of the last publication that is kept; 0 for none. */
    long baseBytes() {
        return beforeNextBatch == null
                ? 0
                : Delivery.OVERHEAD_BYTES + beforeNextBatch.payload().size();
    }

    /** Makes the last publication unknown, so that the next one is sent complete. */
    void forgetBase() {
        beforeNextBatch = null;
    }

    /** Returns true if no push may be skipped, because a position or the next delta depends on it. */
    boolean requiresAll() {
        return deltas || cursor != null;
    }

    /** Returns true if both groups use deltas and will receive equal frames from the next batch on. */
    boolean isEquivalentTo(SubscriberGroup other) {
        return deltas
                && other.deltas
                && !retired
                && !other.retired
                && setAside == null
                && other.setAside == null
                && cursor == other.cursor
                && encodeAlike(encoder, other.encoder)
                && Delivery.isSame(beforeNextBatch, other.beforeNextBatch);
    }

    /** Removes and returns all subscribers, between two batches; each keeps its last publication. */
    List<Subscriber> removeAll() {
        var all = new ArrayList<Subscriber>(size);
        for (var subscriber = last(); subscriber != null; subscriber = last()) {
            remove(subscriber);
            subscriber.received(beforeNextBatch);
            all.add(subscriber);
        }
        return all;
    }

    @Nullable
    PushEncoder encoder() {
        return encoder;
    }

    /** Returns the cursor of the subscribers; null if they are not positioned. */
    @Nullable
    GroupCursor cursor() {
        return cursor;
    }

    /** Returns true if the subscribers receive every publication in order or are ended. */
    boolean isPositioned() {
        return cursor != null;
    }

    /** Returns true if a subscriber at this cursor may join, because it receives equal frames. */
    boolean accepts(Subscriber subscriber, @Nullable GroupCursor position) {
        return !retired
                && setAside == null
                && cursor == position
                && encodeAlike(encoder, subscriber.encoder())
                && (!deltas || Delivery.isSame(beforeNextBatch, subscriber.before()));
    }

    /** Closes the group to new subscribers and further batches; its subscriptions will be ended. */
    void retire() {
        retired = true;
        skip();
    }

    boolean isRetired() {
        return retired;
    }

    /** Returns the last subscriber of the array; null if there is none. */
    @Nullable
    Subscriber last() {
        return size == 0 ? null : at(size - 1);
    }

    /** Returns a description for log messages. */
    String name() {
        return encoder == null ? "application code" : encoder.key().toString();
    }

    /** Adds the sessions of subscribers to a list that has this limit. */
    void addSessions(List<Session> sessions, int limit) {
        for (int slot = 0; slot < size && sessions.size() < limit; slot++) {
            if (at(slot) instanceof SessionSubscriber subscriber) {
                sessions.add(subscriber.session());
            }
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Subscriber subscriber) {
        if (size == subscribers.length) {
            subscribers = Arrays.copyOf(subscribers, size * 2);
        }
        size++;
        if (nextSlot < size - 1) {
            put(at(nextSlot), size - 1);
        }
        put(subscriber, nextSlot++);
        subscriber.enter(this);
    }

    void remove(Subscriber subscriber) {
        int hole = subscriber.slot();
        if (hole < nextSlot) {
            nextSlot--;
            put(at(nextSlot), hole);
            hole = nextSlot;
        }
        size--;
        if (hole < size) {
            put(at(size), hole);
        }
        subscribers[size] = null;
        if (subscribers.length > FIRST_CAPACITY && size <= subscribers.length / 4) {
            subscribers = Arrays.copyOf(subscribers, subscribers.length / 2);
        }
    }

    /** Marks all subscribers as unserved for a new batch, unless the group receives no further batches. */
    void rewind() {
        nextSlot = retired ? size : 0;
    }

    boolean isServed() {
        return nextSlot == size;
    }

    /**
     * Serves the next subscribers and returns the number of calls. A subscriber that takes only a part of the batch
     * ends the call and is served again next. A failure affects only one subscriber.
     */
    int serve(int max, GroupBatch batch) {
        int served = 0;
        while (served < max && nextSlot < size) {
            var subscriber = at(nextSlot++);
            served++;
            try {
                if (!subscriber.deliver(batch) && !retired) {
                    unserve(subscriber);
                    break;
                }
            } catch (Throwable bug) {
                LOG.error("failed to deliver publications to a session of {}", LogText.of(name()), bug);
                if (cursor != null) {
                    subscriber.end(UnsubscribeReason.INSUFFICIENT_STATE);
                }
            }
        }
        return served;
    }

    /** Moves a served subscriber before the others that are unserved. */
    private void unserve(Subscriber subscriber) {
        int slot = subscriber.slot();
        nextSlot--;
        put(at(nextSlot), slot);
        put(subscriber, nextSlot);
    }

    /** Marks all subscribers as served without delivering. */
    void skip() {
        nextSlot = size;
    }

    /** Marks all subscribers as served after a failure; their last publication becomes unknown. */
    void skipUndelivered() {
        skip();
        beforeNextBatch = null;
    }

    private Subscriber at(int slot) {
        var subscriber = subscribers[slot];
        if (subscriber == null) {
            throw new IllegalStateException("no subscriber at " + slot + " of " + size);
        }
        return subscriber;
    }

    private void put(Subscriber subscriber, int slot) {
        subscribers[slot] = subscriber;
        subscriber.moveTo(slot);
    }

    private static boolean encodeAlike(@Nullable PushEncoder first, @Nullable PushEncoder second) {
        if (first == null || second == null) {
            return first == second;
        }
        return first.key().equals(second.key()) && first.selection().equals(second.selection());
    }
}
