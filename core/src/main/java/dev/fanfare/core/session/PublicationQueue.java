package dev.fanfare.core.session;

import dev.fanfare.core.transport.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publications, joins and leaves that wait for one client, in the order in which they came, over all its channels.
 * Confined to the connection's event loop.
 *
 * <p>A linked list, because entries leave from its middle, too: every operation takes constant time, that of
 * {@link #oldestDroppable} on average.
 */
final class PublicationQueue {
    /** A frame that waits, linked to its neighbours. */
    static final class Entry {
        final Frame frame;
        final SubscriptionQueue queue;
        /** Under what its queue can replace it; null when it cannot. */
        final @Nullable Object key;

        private @Nullable Entry previous;
        private @Nullable Entry next;
        /** Belongs to the queue. */
        @Nullable
        Entry nextOfSubscription;

        Entry(Frame frame, SubscriptionQueue queue, @Nullable Object key) {
            this.frame = frame;
            this.queue = queue;
            this.key = key;
        }
    }

    private @Nullable Entry first;
    private @Nullable Entry last;
    /** No entry before this one may be dropped, and that stays so: what comes, comes last. Null: no entry at all. */
    private @Nullable Entry droppableFrom;

    /** The entry that has waited longest; null for none. */
    @Nullable
    Entry first() {
        return first;
    }

    /** The entry that has waited longest of those that may be dropped; null for none. */
    @Nullable
    Entry oldestDroppable() {
        while (droppableFrom != null && !droppableFrom.queue.dropsOldest()) {
            droppableFrom = droppableFrom.next;
        }
        return droppableFrom;
    }

    /** The entries of a queue, in their order. */
    List<Entry> of(SubscriptionQueue queue) {
        var entries = new ArrayList<Entry>();
        for (var entry = first; entry != null; entry = entry.next) {
            if (entry.queue == queue) {
                entries.add(entry);
            }
        }
        return entries;
    }

    void add(Entry entry) {
        link(last, entry);
        link(entry, null);
        if (droppableFrom == null) {
            droppableFrom = entry;
        }
        entry.queue.add(entry);
    }

    void remove(Entry entry) {
        if (entry == droppableFrom) {
            droppableFrom = entry.next;
        }
        link(entry.previous, entry.next);
        // A removed entry that pointed on would keep alive, in an old generation, all that come after it.
        entry.previous = null;
        entry.next = null;
        entry.queue.remove(entry);
    }

    private void link(@Nullable Entry left, @Nullable Entry right) {
        if (left == null) {
            first = right;
        } else {
            left.next = right;
        }
        if (right == null) {
            last = left;
        } else {
            right.previous = left;
        }
    }
}
