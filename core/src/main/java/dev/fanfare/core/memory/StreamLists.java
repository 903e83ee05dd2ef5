package dev.fanfare.core.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one share in one stripe, in lists by the size of their histories. Guarded by the lock of the stripe.
 * Each list is in the order in which the streams were added to it.
 */
final class StreamLists {
    /** The list of the streams that have had no publication. */
    static final int UNPUBLISHED = 0;
    /** The list of the streams whose publications have expired. */
    static final int WITHOUT_HISTORY = 1;
    /** The number of lists. From 2 on, the sizes double from list to list. */
    static final int COUNT = 2 + Long.SIZE;

    private static final int FIRST_CAPACITY = 2;

    private final HistoryShare share;
    private @Nullable MemoryStream[] first = new @Nullable MemoryStream[FIRST_CAPACITY];
    private @Nullable MemoryStream[] last = new @Nullable MemoryStream[FIRST_CAPACITY];
    private int size;

    StreamLists(HistoryShare share) {
        this.share = share;
    }

    HistoryShare share() {
        return share;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns the oldest stream of a list; null if it is empty. */
    @Nullable
    MemoryStream first(int list) {
        return list < first.length ? first[list] : null;
    }

    /** Returns the list for a history of this size. */
    static int listOf(long historyBytes, boolean published) {
        if (historyBytes > 0) {
            return 1 + Long.SIZE - Long.numberOfLeadingZeros(historyBytes);
        }
        return published ? WITHOUT_HISTORY : UNPUBLISHED;
    }

    void add(MemoryStream stream, int list) {
        if (list >= first.length) {
            first = grown(first, list + 1);
            last = grown(last, list + 1);
        }
        var before = last[list];
        stream.list = list;
        stream.previous = before;
        if (before == null) {
            first[list] = stream;
        } else {
            before.next = stream;
        }
        last[list] = stream;
        size++;
    }

    void remove(MemoryStream stream) {
        int list = stream.list;
        var before = stream.previous;
        var after = stream.next;
        if (before == null) {
            first[list] = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last[list] = before;
        } else {
            after.previous = before;
        }
        stream.previous = null;
        stream.next = null;
        size--;
    }

    private static @Nullable MemoryStream[] grown(@Nullable MemoryStream[] lists, int capacity) {
        return Arrays.copyOf(lists, capacity);
    }
}
