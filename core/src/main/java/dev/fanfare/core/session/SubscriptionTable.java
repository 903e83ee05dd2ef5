package dev.fanfare.core.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one session by channel, limited in number. Confined to the session's event loop. */
public final class SubscriptionTable {
    private final int limit;
    private Map<String, Subscription> byChannel = Map.of();
    private int beginning;

    SubscriptionTable(int limit) {
        this.limit = limit;
    }

    /** Returns the maximum number of subscriptions. */
    public int limit() {
        return limit;
    }

    /**
     * Returns true if another subscription may start; pending subscriptions count until they have ended, even if
     * cancelled.
     */
    public boolean hasRoom() {
        return byChannel.size() < limit && beginning < limit;
    }

    /** Counts a subscribe that starts. */
    public void begin() {
        beginning++;
    }

    /** Counts a subscribe that has ended, with any outcome. */
    public void ended() {
        beginning--;
    }

    public @Nullable Subscription get(String channel) {
        return byChannel.get(channel);
    }

    /** Returns the channel whose subscription has this queue; empty if it has ended. Takes time for each subscription. */
    public String channelOf(SubscriptionQueue queue) {
        for (var subscription : byChannel.values()) {
            if (subscription.isQueuedIn(queue)) {
                return subscription.channel();
            }
        }
        return "";
    }

    /** Adds a subscription; the channel must not have one yet. */
    public void add(Subscription subscription) {
        if (byChannel.isEmpty()) {
            byChannel = new HashMap<>(2);
        }
        byChannel.put(subscription.channel(), subscription);
    }

    /** Removes this subscription; a newer one of the same channel stays. */
    public void remove(Subscription subscription) {
        if (!byChannel.isEmpty()) {
            byChannel.remove(subscription.channel(), subscription);
        }
    }

    /** Returns the number of subscriptions. */
    public int size() {
        return byChannel.size();
    }

    /** Returns the subscribed channels. */
    public Set<String> channels() {
        return Set.copyOf(byChannel.keySet());
    }

    /** Cancels and removes all subscriptions. */
    void cancelAll() {
        var all = List.copyOf(byChannel.values());
        byChannel = Map.of();
        all.forEach(Subscription::cancel);
    }
}
