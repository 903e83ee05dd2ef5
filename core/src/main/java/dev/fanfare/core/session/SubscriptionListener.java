package dev.fanfare.core.session;

import dev.fanfare.model.client.UnsubscribeReason;

/** Receives the end of a subscription on the owner's event loop. Must not throw. */
@FunctionalInterface
public interface SubscriptionListener {
    /**
     * Called when the server ended the subscription; no further push arrives. Not called if the client unsubscribed or
     * its session ended. The owner may subscribe again at once.
     */
    void onUnsubscribed(UnsubscribeReason reason);
}
