package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Outgoing;
import dev.fanfare.core.transport.FrameBatch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one channel, loop and frame key, in a dense array with a cursor: those before it have got the batch
 * that is being handed out, those behind it have not. Confined to the event loop.
 *
 * <p>The cursor survives that subscribers come and go between two slices of a batch, and even while one of them is being
 * served. Whoever comes counts as served: what it misses was published before its subscribe was answered. At rest the
 * cursor is at the end.
 */
final class SubscriberGroup {
    private static final int FIRST_CAPACITY = 2;

    private final PushEncoder encoder;
    private @Nullable Subscriber[] subscribers = new @Nullable Subscriber[FIRST_CAPACITY];
    private int size;
    private int cursor;

    SubscriberGroup(PushEncoder encoder) {
        this.encoder = encoder;
    }

    PushEncoder encoder() {
        return encoder;
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

    /** Serves the next ones, at most so many; returns how many they were. */
    int serve(int most, FrameBatch batch, List<Outgoing> pushes) {
        int served = 0;
        while (served < most && cursor < size) {
            at(cursor++).deliver(batch, pushes);
            served++;
        }
        return served;
    }

    /** Counts everybody as served: there is nothing to hand out. */
    void skip() {
        cursor = size;
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
}
