package dev.fanfare.core.session;

import dev.fanfare.core.session.PublicationQueue.Entry;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.SlowClientPolicy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place of one subscription in its session's outbox: knows which of its entries may go when another comes. Confined to
 * the session's event loop.
 *
 * <p>A queue holds entries only while they wait. When the subscription ends they are forgotten by {@link Session#forget}: a
 * later subscription of the channel has a new queue, and begins behind what its own reply says.
 */
public abstract sealed class SubscriptionQueue {
    private int waiting;

    private SubscriptionQueue() {}

    /** A queue for one subscription. */
    public static SubscriptionQueue of(SlowClientPolicy policy) {
        return switch (policy.mode()) {
            case DISCONNECT -> new Keeping();
            case DROP_OLDEST -> new DroppingOldest();
            case CONFLATE -> new Conflating(policy.tag());
        };
    }

    /** Under what an entry for the push can be replaced; null when it cannot. */
    @Nullable
    Object keyOf(Push push) {
        return null;
    }

    /** The entry that waits under this key; null for none. */
    @Nullable
    Entry waiting(@Nullable Object key) {
        return null;
    }

    /** The first entry to drop; null when none waits that may be dropped. */
    @Nullable
    Entry oldest() {
        return null;
    }

    /** True when the entries may be dropped, oldest first. */
    boolean dropsOldest() {
        return false;
    }

    /** True while entries of this queue wait. */
    final boolean isWaiting() {
        return waiting > 0;
    }

    /** An entry of this queue begins to wait, behind all others and instead of the one with the same key. */
    final void add(Entry entry) {
        waiting++;
        added(entry);
    }

    /** An entry waits no longer: it is sent, dropped, replaced or forgotten. */
    final void remove(Entry entry) {
        waiting--;
        removed(entry);
    }

    void added(Entry entry) {}

    void removed(Entry entry) {}

    private static final class Keeping extends SubscriptionQueue {}

    /** Chains its entries. They leave in the order in which they came, because only the oldest is dropped. */
    private static final class DroppingOldest extends SubscriptionQueue {
        private @Nullable Entry oldest;
        private @Nullable Entry newest;

        @Override
        @Nullable
        Entry oldest() {
            return oldest;
        }

        @Override
        boolean dropsOldest() {
            return true;
        }

        @Override
        void added(Entry entry) {
            if (newest == null) {
                oldest = entry;
            } else {
                newest.nextOfSubscription = entry;
            }
            newest = entry;
        }

        @Override
        void removed(Entry entry) {
            if (entry != oldest) {
                throw new IllegalStateException("only the oldest entry of this queue may leave it");
            }
            oldest = entry.nextOfSubscription;
            entry.nextOfSubscription = null;
            if (oldest == null) {
                newest = null;
            }
        }
    }

    private static final class Conflating extends SubscriptionQueue {
        private static final Object WITHOUT_TAG = new Object();

        private final @Nullable String tag;
        private Map<Object, Entry> newest = Map.of();

        Conflating(@Nullable String tag) {
            this.tag = tag;
        }

        @Override
        @Nullable
        Object keyOf(Push push) {
            if (!(push instanceof Publication publication)) {
                return null;
            }
            var value = tag == null ? null : publication.tags().get(tag);
            return value == null ? WITHOUT_TAG : value;
        }

        @Override
        @Nullable
        Entry waiting(@Nullable Object key) {
            return key == null ? null : newest.get(key);
        }

        @Override
        void added(Entry entry) {
            if (entry.key == null) {
                return;
            }
            if (newest.isEmpty()) {
                newest = new HashMap<>(2);
            }
            newest.put(entry.key, entry);
        }

        @Override
        void removed(Entry entry) {
            if (entry.key != null && newest.remove(entry.key, entry) && newest.isEmpty()) {
                newest = Map.of();
            }
        }
    }
}
