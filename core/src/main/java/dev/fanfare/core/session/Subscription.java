package dev.fanfare.core.session;

import dev.fanfare.model.client.UnsubscribeReason;

/** An interest in a channel. Confined to its owner's event loop. */
public interface Subscription {
    String channel();

    /** Ends the interest: nothing of the channel arrives afterwards. Idempotent. */
    void cancel();

    /** Ends the interest and tells the owner why. Does nothing when it has ended. */
    void end(UnsubscribeReason reason);
}
