package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.RecoveredPushes;
import dev.fanfare.protocol.centrifuge.message.Reply;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest presence replies and recovered publications. Thread-safe. Later replies with the same content use the same
 * object, whose content is encoded once per encoding. The objects are weakly referenced, so the encoded content needs no budget.
 */
public final class SharedReplies {
    private final Slots<Reply.Presence> presence = new Slots<>();
    private final Slots<RecoveredPushes> recovered = new Slots<>();

    /**
     * Returns the reply with these clients of the channel. The engine returns the same map for identical queries in flight,
     * and for queries between which the channel did not change.
     */
    Reply.Presence presence(String channel, Map<String, ClientInfo> clients) {
        return presence.get(
                channel,
                known -> known.clients() == clients,
                () -> new Reply.Presence(clients, ReplyBudget.bytes(clients)));
    }

    /**
     * Returns recovered publications of the channel for clients without deltas. After an outage, many clients recover the same
     * publications. Equal ones of different reads are shared too, because a comparison takes less time than encoding.
     */
    RecoveredPushes pushes(String channel, List<Publication> publications) {
        return publications.isEmpty()
                ? RecoveredPushes.NONE
                : recovered.get(
                        channel,
                        known -> areEqual(known.all(), publications),
                        () -> new RecoveredPushes(DataPush.allOf(publications)));
    }

    private static boolean areEqual(List<DataPush> pushes, List<Publication> publications) {
        int count = pushes.size();
        // The last one differs more often than others.
        for (int i = count - 1; i >= 0 && count == publications.size(); i--) {
            var one = pushes.get(i).publication();
            var other = publications.get(i);
            if (one != other && !one.equals(other)) {
                return false;
            }
        }
        return count == publications.size();
    }

    /** Weak references to the latest values by channel. Thread-safe. */
    private static final class Slots<T> {
        /** A power of two. Channels in the same slot replace each other. */
        private static final int SLOTS = 256;

        private final AtomicReferenceArray<@Nullable WeakReference<T>> latest = new AtomicReferenceArray<>(SLOTS);

        /** Returns the latest value if it is the right one, otherwise a new one. */
        T get(String channel, Predicate<T> isRight, Supplier<T> create) {
            int hash = channel.hashCode();
            int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
            var reference = latest.get(slot);
            var known = reference == null ? null : reference.get();
            if (known != null && isRight.test(known)) {
                return known;
            }
            var created = create.get();
            latest.set(slot, new WeakReference<>(created));
            return created;
        }
    }
}
