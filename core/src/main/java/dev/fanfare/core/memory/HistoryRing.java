package dev.fanfare.core.memory;

import dev.fanfare.model.channel.Publication;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last publications of one channel, oldest first, any of them found at once by its place. Grows with what it holds and
 * no further than its bound; after the bound was lowered it shrinks. Guarded by its stripe's lock.
 */
final class HistoryRing {
    private static final int FIRST_CAPACITY = 2;
    private static final int GROWTH = 2;

    private @Nullable Publication[] slots = {};
    private int oldest;
    private int size;

    int size() {
        return size;
    }

    /** The publication at this place, 0 being the oldest's. */
    Publication get(int place) {
        return Objects.requireNonNull(slots[slot(place)]);
    }

    /** Adds the newest one, and drops the oldest until there are no more than so many. */
    void add(Publication publication, int maxSize) {
        while (size >= maxSize) {
            slots[oldest] = null;
            oldest = slot(1);
            size--;
        }
        if (size == slots.length || slots.length / GROWTH > maxSize) {
            resize((int) Math.min(maxSize, Math.max(FIRST_CAPACITY, (long) size * GROWTH)));
        }
        slots[slot(size)] = publication;
        size++;
    }

    private void resize(int capacity) {
        var resized = new @Nullable Publication[capacity];
        for (int i = 0; i < size; i++) {
            resized[i] = slots[slot(i)];
        }
        slots = resized;
        oldest = 0;
    }

    private int slot(int place) {
        return (int) (((long) oldest + place) % slots.length);
    }
}
