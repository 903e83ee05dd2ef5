package dev.fanfare.core.session;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.PublicationQueue.Entry;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.SlowClientPolicy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queued entries of one subscription in its session's outbox, and the rule for dropping them. Confined to the
 * session's event loop.
 *
 * <p>When the subscription ends, {@link Session#forget} removes its entries. A later subscription to the same channel
 * has a new queue and starts after its own reply.
 */
public abstract sealed class SubscriptionQueue {
    private int waiting;

    private SubscriptionQueue() {}

    /** Creates the queue of a subscription. */
    public static SubscriptionQueue of(SlowClientPolicy policy, String channel, PushEncoder encoder) {
        return policy.mode() == SlowClientPolicy.Mode.APPEND && encoder.joinsTexts()
                ? new Appending(channel, encoder)
                : of(policy);
    }

    /** Creates the queue of a subscription whose receiver does not accept joined texts. */
    static SubscriptionQueue of(SlowClientPolicy policy) {
        return switch (policy.mode()) {
            case DISCONNECT, APPEND -> new Keeping();
            case DROP_OLDEST -> new DroppingOldest();
            case CONFLATE -> new Conflating(policy.tag());
        };
    }

    /** Returns the queued texts to which the publication can be joined; null if it needs an entry of its own. */
    @Nullable
    JoinedTexts textsFor(Publication publication) {
        return null;
    }

    /** Creates an entry. */
    Entry entry(EncodedPush push) {
        return new Entry(push.frame(), this, keyOf(push.push()));
    }

    /** Returns the key under which an entry for the push can be replaced; null if it cannot. */
    @Nullable
    Object keyOf(Push push) {
        return null;
    }

    /** Returns the queued entry with this key; null for none. */
    @Nullable
    Entry waiting(@Nullable Object key) {
        return null;
    }

    /** Returns the first entry to drop; null if there is none. */
    @Nullable
    Entry oldest() {
        return null;
    }

    /** Returns true if the oldest entries may be dropped. */
    boolean dropsOldest() {
        return false;
    }

    /** Returns true if entries are queued. */
    final boolean isWaiting() {
        return waiting > 0;
    }

    /** Adds an entry at the end, in place of the entry with the same key. */
    final void add(Entry entry) {
        waiting++;
        added(entry);
    }

    /** Removes an entry that was sent, dropped, replaced or forgotten. */
    final void remove(Entry entry) {
        waiting--;
        removed(entry);
    }

    void added(Entry entry) {}

    void removed(Entry entry) {}

    private static final class Keeping extends SubscriptionQueue {}

    /** Joins consecutive texts. Only the last entry can be extended, so that the order stays the same. */
    private static final class Appending extends SubscriptionQueue {
        private final String channel;
        private final PushEncoder encoder;
        private @Nullable Entry newest;

        Appending(String channel, PushEncoder encoder) {
            this.channel = channel;
            this.encoder = encoder;
        }

        @Override
        @Nullable
        JoinedTexts textsFor(Publication publication) {
            var texts = newest == null ? null : newest.texts;
            return texts != null && texts.accepts(publication) ? texts : null;
        }

        @Override
        Entry entry(EncodedPush push) {
            return push.push() instanceof Publication publication && JoinedTexts.canBegin(publication)
                    ? new Entry(new JoinedTexts(channel, encoder, publication), this)
                    : super.entry(push);
        }

        @Override
        void added(Entry entry) {
            newest = entry;
        }

        @Override
        void removed(Entry entry) {
            if (entry == newest) {
                newest = null;
            }
        }
    }

    /** Links its entries. They leave in the order of arrival, because only the oldest one is dropped. */
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
                throw new IllegalStateException("only the oldest entry of this queue can be removed");
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
