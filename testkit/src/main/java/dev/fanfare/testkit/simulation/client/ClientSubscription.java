package dev.fanfare.testkit.simulation.client;

import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.port.EngineException;
import dev.fanfare.core.session.Unsubscribe;
import dev.fanfare.testkit.simulation.fabric.Fabric;
import dev.fanfare.testkit.simulation.system.PushLog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client does for one channel it wants: subscribes, again when that failed or was ended, and from where it stood.
 * Confined to the thread that runs the simulation.
 */
public final class ClientSubscription {
    private static final Duration SOONEST_RETRY = Duration.ofMillis(5);
    private static final Duration LATEST_RETRY = Duration.ofMillis(500);
    private static final int RARELY = 8;

    private final Fabric fabric;
    private final SimulatedClient client;
    private final ChannelPlan plan;
    private final ChannelReader reader;
    private @Nullable SubscribeAttempt attempt;
    private boolean wanted;
    private boolean subscribed;
    private int attempts;

    ClientSubscription(Fabric fabric, SimulatedClient client, ChannelPlan plan, PushLog log) {
        this.fabric = fabric;
        this.client = client;
        this.plan = plan;
        this.reader = new ChannelReader(fabric, client.name(), plan, log);
    }

    public ChannelPlan plan() {
        return plan;
    }

    public boolean isWanted() {
        return wanted;
    }

    /** True from the answer until the subscription ends, as the client knows it. */
    public boolean isSubscribed() {
        return subscribed;
    }

    /** Where the client stands; null when it has no position. */
    public @Nullable StreamPosition position() {
        return reader.position();
    }

    /** How often the client got this publication, provided that none followed. */
    public int timesGot(String data) {
        return reader.timesGot(data);
    }

    /** The client wants the channel from now on. */
    void want() {
        wanted = true;
        subscribe();
    }

    /** The client does not want the channel any more. */
    void unwant() {
        wanted = false;
        unsubscribe();
    }

    /** Leaves and returns at once. */
    void renew() {
        unsubscribe();
        subscribe();
    }

    /** Asks the node, if there is one. */
    void subscribe() {
        var connection = client.connection();
        var node = client.node();
        if (!wanted || attempt != null || connection == null || node == null) {
            return;
        }
        var chance = fabric.chance();
        var since = plan.isPositioned() && !chance.oneIn(RARELY) ? reader.position() : null;
        attempts++;
        var made = new SubscribeAttempt(fabric, plan, attempts, since, chance.oneIn(2));
        attempt = made;
        fabric.note(client.name(), "subscribes " + plan.name() + " since", since == null ? "" : since);
        connection.ask(session -> made.make(node.node(), session));
    }

    /** The connection is gone, and the subscription with it. */
    void disconnected() {
        attempt = null;
        subscribed = false;
    }

    void onMessage(ClientMessage message, SimulatedNode from) {
        var made = attempt;
        if (made == null) {
            return;
        }
        switch (message) {
            case ClientMessage.Pushed push -> {
                if (subscribed) {
                    fabric.note(client.name(), "gets", push);
                    reader.push(push, from.engine());
                }
            }
            case ClientMessage.Told told -> {
                if (told.attempt() == made.number()) {
                    var what = made.told(told.number());
                    fabric.note(client.name(), "is told of " + plan.name(), describe(what));
                    onTold(made, what, from);
                }
            }
        }
    }

    private void onTold(SubscribeAttempt made, Object what, SimulatedNode from) {
        switch (what) {
            case Subscribed answer -> {
                subscribed = true;
                reader.begin(made.since(), answer, from.engine());
            }
            case Unsubscribe reason -> {
                fabric.counts().add("insufficient states");
                retry();
            }
            case EngineException failure -> {
                fabric.counts().add("subscribes failed");
                retry();
            }
            case Refused refused -> refused(refused);
            default -> violated("is told", what);
        }
    }

    private void refused(Refused refused) {
        switch (refused) {
            case UNRECOVERABLE -> {
                fabric.counts().add("refused as unrecoverable");
                reader.forget();
                retry();
            }
            case ALREADY_SUBSCRIBED, LIMIT_EXCEEDED, CANCELLED -> violated("is refused", refused);
        }
    }

    private void violated(String how, Object what) {
        fabric.violated(client.name() + " subscribes " + plan.name() + " and " + how + " " + what);
    }

    private void retry() {
        disconnected();
        fabric.after(fabric.chance().between(SOONEST_RETRY, LATEST_RETRY), this::subscribe);
    }

    private void unsubscribe() {
        var connection = client.connection();
        var node = client.node();
        if (attempt != null && connection != null && node != null) {
            fabric.note(client.name(), "unsubscribes", plan.name());
            connection.ask(session -> node.node().unsubscribe(session, plan.name()));
        }
        disconnected();
    }

    private static String describe(Object what) {
        return what instanceof Subscribed answer
                ? answer.recovery() + " at " + answer.position() + " with "
                        + answer.publications().size()
                : what.toString();
    }
}
