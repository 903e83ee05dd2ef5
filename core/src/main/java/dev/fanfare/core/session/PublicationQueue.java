package dev.fanfare.core.session;

import dev.fanfare.core.transport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The queued publications, joins and leaves of one client across all channels, in order of arrival. Confined to the
 * connection's event loop.
 *
 * <p>A linked list, because entries are also removed from the middle. Every operation takes constant time; {@link
 * #oldestDroppable} takes amortized constant time.
 */
final class PublicationQueue {
    /** A queued frame, or texts that are encoded when they are sent, linked to its neighbours. */
    static final class Entry {
        /** The frame that other outboxes share; null for texts. */
        final @Nullable Frame shared;
        /** The texts of this client; null for a frame. */
        final @Nullable JoinedTexts texts;

        final SubscriptionQueue queue;
        /** The key under which its subscription can replace it; null if it cannot be replaced. */
        final @Nullable Object key;

        private @Nullable Entry previous;
        private @Nullable Entry next;
        /** Managed by the subscription's queue. */
        @Nullable
        Entry nextOfSubscription;

        Entry(Frame shared, SubscriptionQueue queue, @Nullable Object key) {
            this.shared = shared;
            this.texts = null;
            this.queue = queue;
            this.key = key;
        }

        Entry(JoinedTexts texts, SubscriptionQueue queue) {
            this.shared = null;
            this.texts = texts;
            this.queue = queue;
            this.key = null;
        }

        /** Returns the frame to send. */
        Frame frame() {
            return shared == null ? Objects.requireNonNull(texts).encode() : shared;
        }

        /** Returns the number of bytes, for texts without what the encoder adds. */
        int size() {
            return shared == null ? Objects.requireNonNull(texts).size() : shared.size();
        }
    }

    private @Nullable Entry first;
    private @Nullable Entry last;
    /**
     * No entry before this one may be dropped, which stays true because new entries are appended. Null if there are no
     * entries.
     */
    private @Nullable Entry droppableFrom;

    /** Returns the oldest entry; null for none. */
    @Nullable
    Entry first() {
        return first;
    }

    /** Returns the oldest entry that may be dropped; null for none. */
    @Nullable
    Entry oldestDroppable() {
        while (droppableFrom != null && !droppableFrom.queue.dropsOldest()) {
            droppableFrom = droppableFrom.next;
        }
        return droppableFrom;
    }

    /** Returns the entries of a subscription, in order. */
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
        // Otherwise a removed entry in an old generation would keep all later entries alive.
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
