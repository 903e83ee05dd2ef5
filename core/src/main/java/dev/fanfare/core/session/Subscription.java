package dev.fanfare.core.session;

/** A session's interest in a channel. Confined to the session's event loop. */
public interface Subscription {
    String channel();

    /** Ends the interest: nothing of the channel reaches the session afterwards. Idempotent. */
    void cancel();
}
