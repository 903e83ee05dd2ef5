package dev.fanfare.core.node;

/** What became of a subscribe. */
public enum SubscribeResult {
    /** Answered, and from then on nothing of the channel is missed. */
    SUBSCRIBED,
    /** The session has or awaits a subscription of this channel already; it is untouched. */
    ALREADY_SUBSCRIBED,
    /** The session has as many subscriptions as it may. */
    LIMIT_EXCEEDED,
    /** The subscription was cancelled, or the session ended, before it was answered. */
    CANCELLED
}
