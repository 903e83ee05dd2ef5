package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.protocol.centrifuge.message.Reply;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest presence replies. Thread-safe. The engine returns the same map for identical queries in flight, and for
 * queries between which the channel did not change. Their replies are the same object, so that the clients are encoded
 * once per encoding. Replies are weakly referenced, so the encoded clients need no budget.
 */
public final class PresenceReplies {
    /** A power of two. Channels in the same slot replace each other. */
    private static final int SLOTS = 256;

    private final AtomicReferenceArray<@Nullable WeakReference<Reply.Presence>> latest =
            new AtomicReferenceArray<>(SLOTS);

    /** Returns the reply with these clients of the channel. */
    Reply.Presence of(String channel, Map<String, ClientInfo> clients) {
        int hash = channel.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        var reference = latest.get(slot);
        var known = reference == null ? null : reference.get();
        if (known != null && known.clients() == clients) {
            return known;
        }
        var reply = new Reply.Presence(clients);
        latest.set(slot, new WeakReference<>(reply));
        return reply;
    }
}
