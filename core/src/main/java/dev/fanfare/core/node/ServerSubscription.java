package dev.fanfare.core.node;

import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.Push;

/** A subscription of application code without a session. Confined to its event loop; must not block. */
public interface ServerSubscription extends SubscriptionHandler {
    /** Called when the subscribe starts; cancelling the subscription ends it even before it is answered. */
    void onStarted(Subscription subscription);

    /**
     * Receives the next push of the channel.
     *
     * @return false if the work on this push is not finished: the method is called again with the same push, after
     *     other work of the loop if the time slice is over. An exception ends the work on this push.
     */
    boolean onPush(Push push);
}
