package dev.fanfare.core.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one session, by channel, bounded in number. Confined to the session's event loop. */
public final class SubscriptionTable {
    private final int limit;
    private Map<String, Subscription> byChannel = Map.of();
    private int beginning;

    SubscriptionTable(int limit) {
        this.limit = limit;
    }

    /** So many subscriptions fit. */
    public int limit() {
        return limit;
    }

    /** True when one more fits, and may begin: those that were cancelled on their way count until they have ended. */
    public boolean hasRoom() {
        return byChannel.size() < limit && beginning < limit;
    }

    /** A subscribe begins. */
    public void begin() {
        beginning++;
    }

    /** A subscribe that began has ended, however it did. */
    public void ended() {
        beginning--;
    }

    public @Nullable Subscription get(String channel) {
        return byChannel.get(channel);
    }

    /** Adds a subscription of a channel that has none here. */
    public void add(Subscription subscription) {
        if (byChannel.isEmpty()) {
            byChannel = new HashMap<>(2);
        }
        byChannel.put(subscription.channel(), subscription);
    }

    /** Removes exactly this one; a newer subscription of the same channel stays. */
    public void remove(Subscription subscription) {
        if (!byChannel.isEmpty()) {
            byChannel.remove(subscription.channel(), subscription);
        }
    }

    /** The channels subscribed now. */
    public Set<String> channels() {
        return Set.copyOf(byChannel.keySet());
    }

    /** Cancels and forgets all. */
    void cancelAll() {
        var all = List.copyOf(byChannel.values());
        byChannel = Map.of();
        all.forEach(Subscription::cancel);
    }
}
