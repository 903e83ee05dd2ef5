package dev.fanfare.core.node;

import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.Push;

/** What application code is that subscribes a channel without a session. Confined to the event loop it named; never blocks. */
public interface ServerSubscription extends SubscriptionHandler {
    /** The subscribe begins: cancelling the subscription ends it, also before it is answered. */
    void onStarted(Subscription subscription);

    /** The next push of the channel. */
    void onPush(Push push);
}
