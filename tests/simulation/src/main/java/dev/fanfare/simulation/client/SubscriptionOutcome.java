package dev.fanfare.simulation.client;

import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import org.jspecify.annotations.Nullable;

/** The outcome of a subscription, as reported to the client. Immutable. */
sealed interface SubscriptionOutcome {
    /** It is subscribed, and was asked for since there. */
    record Answered(@Nullable StreamPosition since, Subscribed answer) implements SubscriptionOutcome {}

    /** It is not subscribed. */
    record Refused(SubscribeResult.Refused why) implements SubscriptionOutcome {}

    /** It is not subscribed, and it is not known why. */
    record Failed(Throwable failure) implements SubscriptionOutcome {}

    /** The server has ended it. */
    record Ended(UnsubscribeReason reason) implements SubscriptionOutcome {}

    /** The server has ended it, and subscribes the client anew of its own accord. */
    record Renewed(UnsubscribeReason reason) implements SubscriptionOutcome {}

    /** The server has ended it while it answered. */
    record Left() implements SubscriptionOutcome {}
}
