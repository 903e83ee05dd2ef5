package dev.fanfare.testkit.simulation.client;

import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.Unsubscribe;
import dev.fanfare.testkit.simulation.fabric.Fabric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One subscribe at the node: passes on to the client what the node says, as a protocol would, and holds the node to what
 * it promises its caller. Confined to the session's event loop, but for what it told.
 */
final class SubscribeAttempt implements SubscriptionHandler {
    private final Fabric fabric;
    private final ChannelPlan plan;
    private final int number;
    private final @Nullable StreamPosition since;
    private final boolean rejectUnrecovered;
    private final long startNanos;
    private final List<Object> told = new ArrayList<>(2);
    private @Nullable Session session;
    private @Nullable Subscribed subscribed;
    private boolean settled;
    private boolean ended;

    SubscribeAttempt(
            Fabric fabric, ChannelPlan plan, int number, @Nullable StreamPosition since, boolean rejectUnrecovered) {
        this.fabric = fabric;
        this.plan = plan;
        this.number = number;
        this.since = since;
        this.rejectUnrecovered = rejectUnrecovered;
        this.startNanos = fabric.nanoTime();
    }

    int number() {
        return number;
    }

    @Nullable
    StreamPosition since() {
        return since;
    }

    long startNanos() {
        return startNanos;
    }

    /** What the node said: a result, a reason or a failure. */
    Object told(int index) {
        return told.get(index);
    }

    /** The request has arrived. */
    void make(Node node, Session at) {
        session = at;
        var request =
                new SubscribeRequest(plan.name(), SimulationEncoder.INSTANCE, plan.options(), since, rejectUnrecovered);
        node.subscribe(at, request, this).whenComplete((result, failure) -> settle(at, result, failure));
    }

    @Override
    public void onSubscribed(Subscribed result) {
        require(subscribed == null && !settled, "is answered twice, or after its end");
        subscribed = result;
        tell(result);
    }

    @Override
    public void onUnsubscribed(Unsubscribe reason) {
        require(subscribed != null && !ended, "is ended before it was answered, or twice");
        ended = true;
        tell(reason);
    }

    private void settle(Session at, @Nullable SubscribeResult result, @Nullable Throwable failure) {
        require(!settled, "is settled twice");
        settled = true;
        if (failure != null) {
            require(subscribed == null, "fails after it was answered: " + failure);
            tell(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
        } else if (result instanceof SubscribeResult.Refused refused) {
            require(subscribed == null, "is refused after it was answered");
            tell(refused);
        } else {
            require(subscribed == result || !at.isOpen(), "is not told its result");
        }
    }

    private void tell(Object what) {
        var at = session;
        if (at != null) {
            require(at.loop().inEventLoop(), "is told elsewhere than on the session's loop");
            told.add(what);
            at.send(SimulationEncoder.frame(new ClientMessage.Told(plan.name(), number, told.size() - 1)));
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            fabric.violated("a subscribe of " + plan.name() + " " + what);
        }
    }
}
