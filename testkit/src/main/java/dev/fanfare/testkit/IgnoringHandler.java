package dev.fanfare.testkit;

import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.session.Unsubscribe;

/** The owner of a subscription whose events are of no interest. Immutable. */
public final class IgnoringHandler implements SubscriptionHandler {
    @Override
    public void onSubscribed(Subscribed result) {}

    @Override
    public void onUnsubscribed(Unsubscribe reason) {}
}
