package dev.fanfare.core.memory;

import dev.fanfare.model.channel.Publication;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last publications of one channel with their sizes in a ring buffer, oldest first. Guarded by the lock of its stripe.
 * Grows up to its maximum size, and shrinks after the maximum was lowered.
 */
final class HistoryRing {
    private static final int FIRST_CAPACITY = 2;
    private static final int GROWTH = 2;

    private @Nullable Publication[] slots = {};
    /** The bytes of each slot, so that dropping a publication does not load it into the cache of the processor. */
    private long[] sizes = {};

    private int oldest;
    private int size;

    int size() {
        return size;
    }

    /** Returns the publication at an index; 0 is the oldest. */
    Publication get(int place) {
        return Objects.requireNonNull(slots[slot(place)]);
    }

    /** Returns the bytes of the publication at an index. */
    long bytes(int place) {
        return sizes[slot(place)];
    }

    /** Adds the newest publication with its bytes and drops the oldest ones above the maximum size. */
    void add(Publication publication, long bytes, int maxSize) {
        while (size >= maxSize) {
            removeOldest();
        }
        if (size == slots.length || slots.length / GROWTH > maxSize) {
            resize((int) Math.min(maxSize, Math.max(FIRST_CAPACITY, (long) size * GROWTH)));
        }
        int slot = slot(size);
        slots[slot] = publication;
        sizes[slot] = bytes;
        size++;
    }

    /** Removes and returns the oldest publication. */
    Publication removeOldest() {
        var removed = get(0);
        slots[oldest] = null;
        oldest = slot(1);
        size--;
        return removed;
    }

    private void resize(int capacity) {
        var resized = new @Nullable Publication[capacity];
        long[] resizedSizes = new long[capacity];
        for (int i = 0; i < size; i++) {
            resized[i] = slots[slot(i)];
            resizedSizes[i] = sizes[slot(i)];
        }
        slots = resized;
        sizes = resizedSizes;
        oldest = 0;
    }

    /** Avoids a division, which would dominate the cost of a publish. The place is at most the capacity. */
    private int slot(int place) {
        long slot = (long) oldest + place;
        return (int) (slot < slots.length ? slot : slot - slots.length);
    }
}
