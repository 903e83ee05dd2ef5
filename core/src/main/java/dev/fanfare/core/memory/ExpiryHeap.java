package dev.fanfare.core.memory;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A heap of entries ordered by expiry. Not thread-safe; guarded by the owner's lock. Extending an expiry costs nothing
 * until the original time; removal is immediate.
 *
 * @param <T> type of the entries
 */
final class ExpiryHeap<T extends ExpiryHeap.Expiring> {
    /** Capacity that is always kept. */
    private static final int SMALL = 64;

    private static final int SHRINK_BELOW_ONE_IN = 4;

    /** The expiry of an entry and its index in the heap. */
    abstract static class Expiring {
        private long endNanos;
        /** The expiry by which the entry is placed: the current or an earlier one. */
        private long placedNanos;

        private int place;
    }

    /** A binary heap: the children of index {@code n} are at {@code 2n + 1} and {@code 2n + 2}. */
    private final ArrayList<T> heap = new ArrayList<>();

    private int peak;

    int size() {
        return heap.size();
    }

    void add(T thing, long endNanos) {
        begin(thing, endNanos);
        heap.add(thing);
        siftUp(thing, heap.size() - 1);
        peak = Math.max(peak, heap.size());
    }

    /** Changes the expiry of an entry of this heap. */
    void change(T thing, long endNanos) {
        Expiring it = thing;
        it.endNanos = endNanos;
        if (endNanos - it.placedNanos < 0) {
            it.placedNanos = endNanos;
            siftUp(thing, it.place);
        }
    }

    void remove(T thing) {
        int place = ((Expiring) thing).place;
        var last = heap.removeLast();
        if (last != thing) {
            siftUp(last, place);
            siftDown(last, ((Expiring) last).place);
        }
        if (peak > SMALL && heap.size() < peak / SHRINK_BELOW_ONE_IN) {
            heap.trimToSize();
            peak = heap.size();
        }
    }

    /** Removes and returns an expired entry; null if there is none. */
    @Nullable
    T pollExpired(long nowNanos) {
        while (!heap.isEmpty()) {
            var first = heap.getFirst();
            Expiring it = first;
            if (it.placedNanos - nowNanos > 0) {
                return null;
            }
            if (it.endNanos - nowNanos <= 0) {
                remove(first);
                return first;
            }
            it.placedNanos = it.endNanos;
            siftDown(first, 0);
        }
        return null;
    }

    void clear() {
        heap.clear();
        heap.trimToSize();
        peak = 0;
    }

    private static void begin(Expiring thing, long endNanos) {
        thing.endNanos = endNanos;
        thing.placedNanos = endNanos;
    }

    private void siftUp(T thing, int from) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!isBefore(thing, heap.get(parent))) {
                break;
            }
            put(heap.get(parent), place);
            place = parent;
        }
        put(thing, place);
    }

    private void siftDown(T thing, int from) {
        int place = from;
        for (int child = firstChild(place); child < heap.size(); child = firstChild(place)) {
            if (child + 1 < heap.size() && isBefore(heap.get(child + 1), heap.get(child))) {
                child++;
            }
            if (!isBefore(heap.get(child), thing)) {
                break;
            }
            put(heap.get(child), place);
            place = child;
        }
        put(thing, place);
    }

    private static int firstChild(int place) {
        return 2 * place + 1;
    }

    private static boolean isBefore(Expiring one, Expiring other) {
        return one.placedNanos - other.placedNanos < 0;
    }

    private void put(T thing, int place) {
        heap.set(place, thing);
        ((Expiring) thing).place = place;
    }
}
