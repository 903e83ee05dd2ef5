package dev.fanfare.simulation;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.client.ChannelPlan;
import dev.fanfare.simulation.client.SimulatedNode;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.SimulatedSystem;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes unique data, retries if the outcome is unknown, and compares each answer with what the system accepted.
 * Confined to the thread that runs the simulation.
 */
final class Publisher {
    private final Fabric fabric;
    private final SimulatedSystem system;
    private final Supplier<List<SimulatedNode>> nodes;
    private final Publishes publishes;
    private int made;

    Publisher(Fabric fabric, SimulatedSystem system, Supplier<List<SimulatedNode>> nodes) {
        this.fabric = fabric;
        this.system = system;
        this.nodes = nodes;
        this.publishes = new Publishes(fabric.chance());
    }

    /** Publishes on this node with random options, as this client or without a client. */
    void publish(ChannelPlan plan, SimulatedNode at, @Nullable ClientInfo as) {
        var data = nextData();
        attempt(plan, at, as, data, data, publishes.options(plan, data));
    }

    /** Publishes to the history, if the channel has one. Returns the data. */
    String publishPlain(ChannelPlan plan, SimulatedNode at) {
        var data = nextData();
        attempt(plan, at, null, data, data, plan.publishOptions());
        return data;
    }

    private String nextData() {
        made++;
        return "d" + made;
    }

    private void attempt(
            ChannelPlan plan,
            SimulatedNode at,
            @Nullable ClientInfo as,
            String first,
            String data,
            PublishOptions options) {
        fabric.counts().add("publishes");
        fabric.note(at.name(), "publishes " + data + " in", plan.name());
        var publication = new Publication(Payload.text(data), null, publishes.tags(), as);
        at.node().publish(plan.name(), publication, options).whenComplete((result, failure) -> {
            if (failure == null) {
                answered(plan, first, data, options, result);
            } else if (!(FailureCause.of(failure) instanceof EngineException)) {
                fabric.violated("publishing " + data + " fails", failure);
            } else if (options.idempotencyKey() != null && first.equals(data)) {
                fabric.counts().add("publishes repeated");
                var open = nodes.get();
                var elsewhere = open.isEmpty() ? at : fabric.chance().oneOf(open);
                attempt(plan, elsewhere, as, first, first + "again", options);
            } else {
                fabric.counts().add("publishes failed");
            }
        });
    }

    private void answered(ChannelPlan plan, String first, String data, PublishOptions options, PublishResult result) {
        fabric.note("publish", data, result instanceof Accepted ? "accepted" : "suppressed");
        switch (result) {
            case Accepted accepted -> {
                requireAccepted(plan, data, accepted.position());
                acknowledged(plan, data);
            }
            case Suppressed suppressed -> {
                fabric.counts().add("publishes suppressed for " + suppressed.reason());
                fabric.require(
                        system.log(plan.name()).publication(data) == null, data + " was suppressed and delivered");
                switch (suppressed.reason()) {
                    case IDEMPOTENCY -> {
                        fabric.require(!first.equals(data), "a first publish was suppressed");
                        requireAccepted(plan, first, suppressed.position());
                    }
                    case VERSION -> fabric.require(options.version() > 0, data + " has no version");
                }
            }
        }
    }

    private void acknowledged(ChannelPlan plan, String data) {
        var accepted = system.log(plan.name()).publication(data);
        if (accepted != null) {
            accepted.acknowledged();
        }
    }

    private void requireAccepted(ChannelPlan plan, String data, @Nullable StreamPosition position) {
        var accepted = system.log(plan.name()).publication(data);
        if (accepted == null || !Objects.equals(accepted.position(), position)) {
            fabric.violated("publishing " + data + " was answered with " + position + " and accepted as " + accepted);
        }
    }
}
