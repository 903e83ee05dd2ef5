package dev.fanfare.core.fake;

import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.model.client.UnsubscribeReason;

/** A subscription listener that ignores all events. Immutable. */
public final class IgnoringHandler implements SubscriptionHandler {
    @Override
    public void onSubscribed(Subscribed result) {}

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {}
}
