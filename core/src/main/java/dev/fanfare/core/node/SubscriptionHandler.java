package dev.fanfare.core.node;

import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.SubscriptionListener;
import dev.fanfare.core.session.Unsubscribe;

/** What a subscription calls: the protocol of its session, or application code. Confined to the owner's event loop. */
public interface SubscriptionHandler extends SubscriptionListener {
    /**
     * Tells the client that it is subscribed, and hands it what it missed: nothing of the channel comes before this has
     * returned.
     */
    void onSubscribed(Subscribed result);

    /** {@inheritDoc} Not called before {@link #onSubscribed}. */
    @Override
    void onUnsubscribed(Unsubscribe reason);
}
