package dev.fanfare.simulation.client;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.simulation.fabric.Fabric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscribe of a client at the node, as performed by a protocol. Sends the outcomes to the client and applies its reaction.
 * Confined to the session's event loop, except for the outcomes.
 */
final class SubscribeAttempt implements CheckedSubscription.Owner {
    private final Fabric fabric;
    private final ChannelPlan plan;
    private final int number;
    private final @Nullable StreamPosition since;
    private final ClientReaction reaction;
    private final List<SubscriptionOutcome> outcomes = new ArrayList<>(2);
    private @Nullable Node node;
    private @Nullable Session session;

    SubscribeAttempt(Fabric fabric, ChannelPlan plan, int number, @Nullable StreamPosition since) {
        this.fabric = fabric;
        this.plan = plan;
        this.number = number;
        this.since = since;
        this.reaction = ClientReaction.of(fabric.chance());
    }

    int number() {
        return number;
    }

    /** The outcome with this index. */
    SubscriptionOutcome outcome(int index) {
        return outcomes.get(index);
    }

    /** Handles the arrival of the request. */
    void make(Node at, Session its) {
        node = at;
        session = its;
        subscribe(at, its, since, fabric.chance().oneIn(2));
    }

    @Override
    public void onSubscribed(@Nullable StreamPosition from, Subscribed result) {
        report(new SubscriptionOutcome.Answered(from, result));
        if (reaction == ClientReaction.UNSUBSCRIBE_AT_ANSWER && node != null && session != null) {
            fabric.counts().add("unsubscribes within an answer");
            node.unsubscribe(session, plan.name());
            report(new SubscriptionOutcome.Left());
        } else if (reaction == ClientReaction.DISCONNECT_AT_ANSWER && session != null) {
            fabric.counts().add("disconnects within an answer");
            session.disconnect(DisconnectReason.HANDLER_FAILED);
        }
    }

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        if (reaction == ClientReaction.RENEW_AT_END
                && reason == UnsubscribeReason.INSUFFICIENT_STATE
                && node != null
                && session != null) {
            fabric.counts().add("subscribes within an end");
            report(new SubscriptionOutcome.Renewed(reason));
            subscribe(node, session, null, false);
        } else {
            report(new SubscriptionOutcome.Ended(reason));
        }
    }

    @Override
    public void onFailed(SubscriptionOutcome refusedOrFailed) {
        report(refusedOrFailed);
    }

    private void subscribe(Node at, Session its, @Nullable StreamPosition from, boolean rejectUnrecovered) {
        var request =
                new SubscribeRequest(plan.name(), SimulationEncoder.INSTANCE, plan.options(), from, rejectUnrecovered);
        new CheckedSubscription(fabric, its, request, this).begin(at);
    }

    private void report(SubscriptionOutcome what) {
        if (session != null) {
            outcomes.add(what);
            session.send(SimulationEncoder.frame(
                    new ClientMessage.SubscriptionReply(plan.name(), number, outcomes.size() - 1)));
        }
    }
}
