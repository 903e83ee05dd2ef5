package dev.fanfare.simulation.client;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.ServerSubscription;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.LogEntry;
import dev.fanfare.simulation.system.PushLog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Application code on a node that subscribes to a channel, and subscribes again from its position after a failure or an end.
 * Confined to the thread that runs the simulation.
 */
public final class SimulatedCode implements Reading {
    private static final Duration SOONEST_RETRY = Duration.ofMillis(5);
    private static final Duration LATEST_RETRY = Duration.ofMillis(500);
    private static final int RARELY = 8;

    private final Fabric fabric;
    private final ChannelPlan plan;
    private final SimulatedNode node;
    private final VirtualLoop loop;
    private final ChannelReader reader;
    private @Nullable Life life;
    private boolean active = true;
    private boolean subscribed;

    SimulatedCode(Fabric fabric, ChannelPlan plan, SimulatedNode node, VirtualLoop loop, PushLog log) {
        this.fabric = fabric;
        this.plan = plan;
        this.node = node;
        this.loop = loop;
        this.reader = new ChannelReader(fabric, reader(node), plan, log);
        loop.execute(this::subscribe);
    }

    @Override
    public ChannelPlan plan() {
        return plan;
    }

    @Override
    public String reader() {
        return reader(node);
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

    /** Ends the subscription permanently. */
    void stop() {
        active = false;
        loop.execute(() -> {
            if (life != null && life.subscription != null) {
                life.subscription.cancel();
            }
            life = null;
            subscribed = false;
        });
    }

    private void subscribe() {
        if (!active || life != null) {
            return;
        }
        fabric.counts().add("subscribes by code");
        var since = plan.isPositioned() && !fabric.chance().oneIn(RARELY) ? reader.position() : null;
        var made = new Life(since);
        life = made;
        node.node().subscribe(loop, plan.name(), plan.options(), since, made).whenComplete((result, failure) -> {
            if (failure != null && life == made) {
                if (!(failure instanceof EngineException) && !(failure.getCause() instanceof EngineException)) {
                    fabric.violated(reader() + " fails to subscribe to " + plan.name(), failure);
                }
                retry();
            }
        });
    }

    private void retry() {
        life = null;
        subscribed = false;
        fabric.after(fabric.chance().between(SOONEST_RETRY, LATEST_RETRY), () -> loop.execute(this::subscribe));
    }

    private static String reader(SimulatedNode node) {
        return "code on " + node.name();
    }

    private final class Life implements ServerSubscription {
        private final @Nullable StreamPosition since;
        private @Nullable Subscription subscription;

        private Life(@Nullable StreamPosition since) {
            this.since = since;
        }

        @Override
        public void onStarted(Subscription begun) {
            subscription = begun;
        }

        @Override
        public void onSubscribed(Subscribed result) {
            require(
                    life == this && !subscribed && loop.inEventLoop(),
                    "receives a reply twice, too late or on another thread");
            fabric.note(reader(), "is subscribed to " + plan.name(), result.recovery());
            subscribed = true;
            reader.begin(since, result, node.engine());
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {
            require(life == this && subscribed, "ends before the reply, or twice");
            fabric.note(reader(), "is unsubscribed from " + plan.name(), reason);
            fabric.counts().add("code unsubscribed");
            life = null;
            subscribed = false;
            if (fabric.chance().oneIn(2)) {
                subscribe();
            } else {
                retry();
            }
        }

        @Override
        public boolean onPush(Push push) {
            require(
                    life == this && subscribed && loop.inEventLoop(),
                    "receives a push before the reply or after the end");
            fabric.counts().add("pushes to code");
            var pushed = ClientMessage.Pushed.of(plan.name(), push);
            fabric.note(reader(), "gets", pushed);
            reader.push(pushed, node.engine());
            return true;
        }

        private void require(boolean holds, String what) {
            if (!holds) {
                fabric.violated(reader() + " of " + plan.name() + " " + what);
            }
        }
    }
}
