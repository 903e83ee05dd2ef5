package dev.fanfare.simulation.client;

import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.LogEntry;
import dev.fanfare.simulation.system.PushLog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The subscription of a client to one channel. It subscribes again from its position after a failure or an end. Confined to
 * the thread that runs the simulation.
 */
public final class SimulatedSubscription implements Reading {
    private static final Duration SOONEST_RETRY = Duration.ofMillis(5);
    private static final Duration LATEST_RETRY = Duration.ofMillis(500);
    private static final int RARELY = 8;

    private final Fabric fabric;
    private final SimulatedClient client;
    private final ChannelPlan plan;
    private final ChannelReader reader;
    private @Nullable SubscribeAttempt attempt;
    private boolean active;
    private boolean subscribed;
    private boolean ended;
    private int attempts;

    SimulatedSubscription(Fabric fabric, SimulatedClient client, ChannelPlan plan, PushLog log) {
        this.fabric = fabric;
        this.client = client;
        this.plan = plan;
        this.reader = new ChannelReader(fabric, client.name(), plan, log);
    }

    @Override
    public ChannelPlan plan() {
        return plan;
    }

    @Override
    public String reader() {
        return client.name();
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public boolean isSubscribed() {
        return subscribed;
    }

    @Override
    public @Nullable StreamPosition position() {
        return reader.position();
    }

    @Override
    public void requireComplete(LogEntry last) {
        reader.requireComplete(last);
    }

    @Override
    public int timesGot(String data) {
        return reader.timesGot(data);
    }

    /** Starts to keep the client subscribed to the channel. */
    void start() {
        active = true;
        subscribe();
    }

    /** Ends the subscription permanently. */
    void unwant() {
        active = false;
        unsubscribe();
    }

    /** Unsubscribes and immediately subscribes again. */
    void renew() {
        unsubscribe();
        subscribe();
    }

    /** Sends the subscribe, if the client is connected. */
    void subscribe() {
        var connection = client.connection();
        var node = client.node();
        if (!active || attempt != null || connection == null || node == null) {
            return;
        }
        var chance = fabric.chance();
        var since = plan.isPositioned() && !chance.oneIn(RARELY) ? reader.position() : null;
        attempts++;
        var made = new SubscribeAttempt(fabric, plan, attempts, since);
        attempt = made;
        fabric.note(client.name(), "subscribes " + plan.name() + " since", since == null ? "" : since);
        connection.request(session -> made.make(node.node(), session));
    }

    /** Handles the end of the connection, which ends the subscription. */
    void disconnected() {
        unsubscribed();
        ended = false;
    }

    void onMessage(ClientMessage.OfChannel message, SimulatedNode from) {
        var made = attempt;
        if (made == null) {
            return;
        }
        switch (message) {
            case ClientMessage.Pushed push -> {
                if (subscribed) {
                    fabric.note(client.name(), "gets", push);
                    reader.push(push, from.engine());
                } else if (ended) {
                    violated("has received the end, and then receives", push);
                }
            }
            case ClientMessage.SubscriptionReply reply -> {
                if (reply.attempt() == made.number()) {
                    var what = made.outcome(reply.number());
                    fabric.note(client.name(), "receives the outcome of " + plan.name(), describe(what));
                    onOutcome(what, from);
                }
            }
        }
    }

    private void onOutcome(SubscriptionOutcome what, SimulatedNode from) {
        switch (what) {
            case SubscriptionOutcome.Answered answered -> {
                ended = false;
                subscribed = true;
                reader.begin(answered.since(), answered.answer(), from.engine());
            }
            case SubscriptionOutcome.Ended end -> ended(end.reason());
            case SubscriptionOutcome.Renewed end -> {
                ended = true;
                subscribed = false;
            }
            case SubscriptionOutcome.Left left -> retry();
            case SubscriptionOutcome.Refused refused -> refused(refused.why());
            case SubscriptionOutcome.Failed failed -> {
                if (!(failed.failure() instanceof EngineException)) {
                    violated("fails", failed.failure());
                }
                fabric.counts().add("subscribes failed");
                retry();
            }
        }
    }

    private void ended(UnsubscribeReason reason) {
        switch (reason) {
            case INSUFFICIENT_STATE -> {
                fabric.counts().add("insufficient states");
                retry();
            }
            case SERVER, EXPIRED -> endedByUser();
        }
    }

    private void refused(Refused refused) {
        switch (refused) {
            case UNRECOVERABLE -> {
                fabric.counts().add("refused as unrecoverable");
                reader.forget();
                retry();
            }
            case CANCELLED -> endedByUser();
            case ALREADY_SUBSCRIBED, LIMIT_EXCEEDED -> violated("is refused", refused);
        }
    }

    /** Handles the end of the subscription by a user operation. */
    private void endedByUser() {
        if (!client.mayBeUnsubscribed(plan.name())) {
            violated("ends", "without a request");
        }
        fabric.counts().add("subscriptions ended by user");
        active = false;
        unsubscribed();
        ended = true;
    }

    private void violated(String how, Object what) {
        fabric.violated(client.name() + " subscribes to " + plan.name() + " and " + how + " " + what);
    }

    private void retry() {
        unsubscribed();
        ended = true;
        fabric.after(fabric.chance().between(SOONEST_RETRY, LATEST_RETRY), this::subscribe);
    }

    private void unsubscribe() {
        var connection = client.connection();
        var node = client.node();
        if (attempt != null && connection != null && node != null) {
            fabric.note(client.name(), "unsubscribes", plan.name());
            connection.request(session -> node.node().unsubscribe(session, plan.name()));
        }
        unsubscribed();
        // An abandoned attempt may have been answered, and its reply may be in transit.
        ended = false;
    }

    private void unsubscribed() {
        attempt = null;
        subscribed = false;
    }

    private static String describe(SubscriptionOutcome what) {
        if (what instanceof SubscriptionOutcome.Answered answered) {
            var answer = answered.answer();
            return answer.recovery() + " at " + answer.position() + " with "
                    + answer.publications().size();
        }
        return what.toString();
    }
}
