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
 * The subscribers of one channel, loop, frame key, selection and place, in a dense array with a cursor: those before it
 * have got the batch that is being handed out, those behind it have not. Confined to the event loop.
 *
 * <p>The cursor survives that subscribers come and go between two slices of a batch, and even while one of them is being
 * served. Whoever comes counts as served: what it misses was published before its subscribe was answered. At rest the
 * cursor is at the end.
 */
final class SubscriberGroup {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriberGroup.class);
    private static final int FIRST_CAPACITY = 2;

    private final @Nullable PushEncoder encoder;
    private final @Nullable GroupCursor place;
    /** Whose group this is for one batch, because it does not get all of that; null for a group of all who come. */
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
    private int cursor;

    /** A group for the encoder's frame key; for application code when that is null. */
    SubscriberGroup(@Nullable PushEncoder encoder, @Nullable GroupCursor place, @Nullable Publication before) {
        this(encoder, place, before, null);
    }

    private SubscriberGroup(
            @Nullable PushEncoder encoder,
            @Nullable GroupCursor place,
            @Nullable Publication before,
            @Nullable String setAside) {
        this.encoder = encoder;
        this.place = place;
        this.setAside = setAside;
        this.deltas = encoder instanceof DeltaEncoder;
        this.before = deltas ? before : null;
        this.beforeNextBatch = this.before;
    }

    /** Takes out those clients that are here, each into a group of its own for the next batch, of which it does not get all. */
    List<SubscriberGroup> setAside(Set<String> clients) {
        if (encoder == null || setAside != null || retired) {
            return List.of();
        }
        var asides = new ArrayList<SubscriberGroup>(1);
        for (int i = size - 1; i >= 0; i--) {
            var one = at(i);
            var client = one.client();
            if (client != null && clients.contains(client)) {
                remove(one);
                var aside = new SubscriberGroup(encoder, place, beforeNextBatch, client);
                aside.add(one);
                asides.add(aside);
            }
        }
        return asides;
    }

    /** True when its only subscriber was set aside for the last batch, and goes on. */
    boolean isSetAside() {
        return setAside != null && !retired;
    }

    /** True when its subscribers do not get this. */
    boolean isWithout(Delivery delivery) {
        return setAside != null && setAside.equals(delivery.excluded());
    }

    /** The publication that its subscribers got last, before this batch; null when it does not matter or is none. */
    @Nullable
    Publication before() {
        return before;
    }

    /** What they got last when they get this push behind that publication. */
    @Nullable
    Publication beforeNext(Push push, @Nullable Publication last) {
        return deltas && push instanceof Publication publication ? publication : last;
    }

    /** True when it matters which publication its subscribers got last. */
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
            if (!isWithout(delivery)
                    && delivery.push() instanceof Publication publication
                    && encoder.selection().includes(publication)) {
                beforeNextBatch = publication;
            }
        }
    }

    /** True when a push that can't be encoded may not be left out: it would be missed, or taken for the base of the next. */
    boolean needsAll() {
        return deltas || place != null;
    }

    /** True when both have deltas, and their subscribers get the very same from the next batch on. */
    boolean isLike(SubscriberGroup other) {
        return deltas
                && other.deltas
                && !retired
                && !other.retired
                && setAside == null
                && other.setAside == null
                && place == other.place
                && isAlike(encoder, other.encoder)
                && Delivery.isSame(beforeNextBatch, other.beforeNextBatch);
    }

    /** Empties the group, between two batches: each subscriber knows what it got last. */
    List<Subscriber> takeAll() {
        var all = new ArrayList<Subscriber>(size);
        for (var one = anyone(); one != null; one = anyone()) {
            remove(one);
            one.got(beforeNextBatch);
            all.add(one);
        }
        return all;
    }

    @Nullable
    PushEncoder encoder() {
        return encoder;
    }

    /** Where its subscribers stand; null when they are not positioned. */
    @Nullable
    GroupCursor place() {
        return place;
    }

    /** True when its subscribers get each publication in its position, or are told. */
    boolean isPositioned() {
        return place != null;
    }

    /** True when this one may join, which stands at this place: it gets the very same bytes by the same rules. */
    boolean takes(Subscriber subscriber, @Nullable GroupCursor its) {
        return !retired
                && setAside == null
                && place == its
                && isAlike(encoder, subscriber.encoder())
                && (!deltas || Delivery.isSame(beforeNextBatch, subscriber.before()));
    }

    /** Nobody joins any more, and there is nothing more to hand out: its subscribers will be told so. */
    void retire() {
        retired = true;
        skip();
    }

    boolean isRetired() {
        return retired;
    }

    /** Anyone of those who are left; null when nobody is. */
    @Nullable
    Subscriber anyone() {
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
        if (cursor < size - 1) {
            put(at(cursor), size - 1);
        }
        put(subscriber, cursor++);
        subscriber.enter(this);
    }

    void remove(Subscriber subscriber) {
        int hole = subscriber.slot();
        if (hole < cursor) {
            cursor--;
            put(at(cursor), hole);
            hole = cursor;
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
        cursor = 0;
    }

    boolean isServed() {
        return cursor == size;
    }

    /** Serves the next ones, at most so many; returns how many they were. One's failure is nobody else's. */
    int serve(int most, Handout handout) {
        int served = 0;
        while (served < most && cursor < size) {
            var subscriber = at(cursor++);
            served++;
            try {
                subscriber.deliver(handout);
            } catch (Throwable bug) {
                LOG.error("a session of {} failed to take publications", name(), bug);
                if (place != null) {
                    subscriber.end(UnsubscribeReason.INSUFFICIENT_STATE);
                }
            }
        }
        return served;
    }

    /** Counts everybody as served: there is nothing to hand out. */
    void skip() {
        cursor = size;
    }

    /** Counts everybody as served though some are not: what they got last is not known any more. */
    void miss() {
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

    private static boolean isAlike(@Nullable PushEncoder one, @Nullable PushEncoder other) {
        if (one == null || other == null) {
            return one == other;
        }
        return one.key().equals(other.key()) && one.selection().equals(other.selection());
    }
}
