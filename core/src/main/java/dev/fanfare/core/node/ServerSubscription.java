package dev.fanfare.core.node;

import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.Push;

/** A subscription of application code without a session. Confined to its event loop; must not block. */
public interface ServerSubscription extends SubscriptionHandler {
    /** Called when the subscribe starts; cancelling the subscription ends it even before it is answered. */
    void onStarted(Subscription subscription);

    /** Receives the next push of the channel. */
    void onPush(Push push);
}
