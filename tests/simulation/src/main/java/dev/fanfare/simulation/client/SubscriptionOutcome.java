package dev.fanfare.simulation.client;

import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import org.jspecify.annotations.Nullable;

/** The outcome of a subscription, as reported to the client. Immutable. */
sealed interface SubscriptionOutcome {
    /** The client is subscribed. */
    record Answered(@Nullable StreamPosition since, Subscribed answer) implements SubscriptionOutcome {}

    /** The client is not subscribed. */
    record Refused(SubscribeResult.Refused why) implements SubscriptionOutcome {}

    /** The client is not subscribed, for an unknown reason. */
    record Failed(Throwable failure) implements SubscriptionOutcome {}

    /** The server has ended the subscription. */
    record Ended(UnsubscribeReason reason) implements SubscriptionOutcome {}

    /** The server has ended the subscription and subscribes the client again. */
    record Renewed(UnsubscribeReason reason) implements SubscriptionOutcome {}

    /** The client has left while the reply was sent. */
    record Left() implements SubscriptionOutcome {}
}
