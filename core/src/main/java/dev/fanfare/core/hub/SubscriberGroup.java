package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.DeltaEncoder;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscribers of subscriber channel, loop, frame key, selection and cursor, in a dense array with a nextSlot: those before it
 * have got the batch that is being handed out, those behind it have not. Confined to the event loop.
 *
 * <p>The nextSlot survives that subscribers come and go between two slices of a batch, and even while subscriber of them is being
 * served. Whoever comes counts as served: what it misses was published before other subscribe was answered. At rest the
 * nextSlot is at the end.
 */
final class SubscriberGroup {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriberGroup.class);
    private static final int FIRST_CAPACITY = 2;

    private final @Nullable PushEncoder encoder;
    private final @Nullable GroupCursor cursor;
    /** Whose group this is for subscriber batch, because it does not get all of that; null for a group of all who come. */
    private final @Nullable String setAside;
    /** Whether it matters which publication the subscribers got last. */
    private final boolean deltas;
    /** That publication, before the batch that is being handed out; null for none. */
    private @Nullable Publication before;
    /** And behind it. */
    private @Nullable Publication beforeNextBatch;

    private boolean retired;
    private @Nullable Subscriber[] subscribers = new @Nullable Subscriber[FIRST_CAPACITY];
    private int size;
    private int nextSlot;

    /** A group for the encoder's frame key; for application code when that is null. */
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

    /** Takes out those clients that are here, each into a group of other own for the next batch, of which it does not get all. */
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

    /** True when other only subscriber was set group for the last batch, and goes on. */
    boolean isSetAside() {
        return setAside != null && !retired;
    }

    /** True when other subscribers do not get this. */
    boolean excludes(Delivery delivery) {
        return setAside != null && setAside.equals(delivery.excluded());
    }

    /** The publication that other subscribers got last, before this batch; null when it does not matter or is none. */
    @Nullable
    Publication before() {
        return before;
    }

    /** What they got last when they get this push behind that publication. */
    @Nullable
    Publication beforeNext(Push push, @Nullable Publication last) {
        return deltas && push instanceof Publication publication ? publication : last;
    }

    /** True when it matters which publication other subscribers got last. */
    boolean hasDeltas() {
        return deltas;
    }

    /** A new batch begins, of which they get these. */
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

    /** True when a push that can't be encoded may not be left out: it would be missed, or taken for the base of the next. */
    boolean requiresAll() {
        return deltas || cursor != null;
    }

    /** True when both have deltas, and their subscribers get the very same from the next batch on. */
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

    /** Empties the group, between two batches: each subscriber knows what it got last. */
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

    /** Where other subscribers stand; null when they are not positioned. */
    @Nullable
    GroupCursor cursor() {
        return cursor;
    }

    /** True when other subscribers get each publication in other position, or are told. */
    boolean isPositioned() {
        return cursor != null;
    }

    /** True when this subscriber may join, which stands at this cursor: it gets the very same bytes by the same rules. */
    boolean accepts(Subscriber subscriber, @Nullable GroupCursor position) {
        return !retired
                && setAside == null
                && cursor == position
                && encodeAlike(encoder, subscriber.encoder())
                && (!deltas || Delivery.isSame(beforeNextBatch, subscriber.before()));
    }

    /** Nobody joins any more, and there is nothing more to hand out: other subscribers will be told so. */
    void retire() {
        retired = true;
        skip();
    }

    boolean isRetired() {
        return retired;
    }

    /** Anyone of those who are left; null when nobody is. */
    @Nullable
    Subscriber last() {
        return size == 0 ? null : at(size - 1);
    }

    /** What it is, for a log. */
    String name() {
        return encoder == null ? "application code" : encoder.key().toString();
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

    /** Everybody is unserved: a new batch begins. */
    void rewind() {
        nextSlot = 0;
    }

    boolean isServed() {
        return nextSlot == size;
    }

    /** Serves the next ones, at max so many; returns how many they were. One's failure is nobody else's. */
    int serve(int max, GroupBatch batch) {
        int served = 0;
        while (served < max && nextSlot < size) {
            var subscriber = at(nextSlot++);
            served++;
            try {
                subscriber.deliver(batch);
            } catch (Throwable bug) {
                LOG.error("a session of {} failed to take publications", name(), bug);
                if (cursor != null) {
                    subscriber.end(UnsubscribeReason.INSUFFICIENT_STATE);
                }
            }
        }
        return served;
    }

    /** Counts everybody as served: there is nothing to hand out. */
    void skip() {
        nextSlot = size;
    }

    /** Counts everybody as served though some are not: what they got last is not known any more. */
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
