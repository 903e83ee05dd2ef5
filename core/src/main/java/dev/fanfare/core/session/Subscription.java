package dev.fanfare.core.session;

import dev.fanfare.model.client.UnsubscribeReason;

/** A subscription to a channel. Confined to its owner's event loop. */
public interface Subscription {
    String channel();

    /** Returns true if the pushes for the session wait in this queue. */
    default boolean isQueuedIn(SubscriptionQueue queue) {
        return false;
    }

    /** Ends the subscription: no further push arrives. Idempotent. */
    void cancel();

    /** Ends the subscription and informs the owner of the reason. Has no effect once the subscription has ended. */
    void end(UnsubscribeReason reason);
}
