package dev.fanfare.core.session;

import dev.fanfare.model.client.UnsubscribeReason;

/** What a subscription tells its owner, on the owner's event loop. Does not throw. */
@FunctionalInterface
public interface SubscriptionListener {
    /**
     * The server ended the subscription; nothing of the channel comes any more. Not called when the client unsubscribed
     * by itself, nor when its session is over. A new subscribe may be made at once.
     */
    void onUnsubscribed(UnsubscribeReason reason);
}
