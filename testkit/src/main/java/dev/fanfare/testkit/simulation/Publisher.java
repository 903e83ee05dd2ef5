package dev.fanfare.testkit.simulation;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.core.port.EngineException;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.core.port.PublishResult;
import dev.fanfare.core.port.PublishResult.Accepted;
import dev.fanfare.core.port.PublishResult.Suppressed;
import dev.fanfare.testkit.simulation.client.ChannelPlan;
import dev.fanfare.testkit.simulation.client.SimulatedNode;
import dev.fanfare.testkit.simulation.fabric.Fabric;
import dev.fanfare.testkit.simulation.system.SimulatedSystem;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes data that nobody else publishes, tries again when the outcome is unknown, and holds each answer against what
 * the system accepted. Confined to the thread that runs the simulation.
 */
final class Publisher {
    private static final int RARELY = 3;

    private final Fabric fabric;
    private final SimulatedSystem system;
    private int made;

    Publisher(Fabric fabric, SimulatedSystem system) {
        this.fabric = fabric;
        this.system = system;
    }

    /** Publishes on this node, as this client or from outside; returns the data. */
    String publish(ChannelPlan plan, SimulatedNode at, @Nullable ClientInfo as) {
        made++;
        var data = "d" + made;
        var options = plan.publishOptions();
        boolean keyed = options.retention() != null && fabric.chance().oneIn(RARELY);
        attempt(plan, at, as, data, data, keyed ? options.withIdempotencyKey(data) : options);
        return data;
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
        var publication = new Publication(Payload.text(data), null, Map.of(), as);
        at.node().publish(plan.name(), publication, options).whenComplete((result, failure) -> {
            if (failure == null) {
                answered(plan, first, data, result);
            } else if (!(cause(failure) instanceof EngineException)) {
                fabric.violated("publishing " + data + " fails", failure);
            } else if (options.idempotencyKey() != null && first.equals(data)) {
                fabric.counts().add("publishes repeated");
                attempt(plan, at, as, first, first + "again", options);
            } else {
                fabric.counts().add("publishes failed");
            }
        });
    }

    private void answered(ChannelPlan plan, String first, String data, PublishResult result) {
        fabric.note("publish", data, result instanceof Accepted ? "accepted" : "suppressed");
        switch (result) {
            case Accepted accepted -> requireAccepted(plan, data, accepted.position());
            case Suppressed suppressed -> {
                fabric.counts().add("publishes suppressed");
                fabric.require(!first.equals(data), "a first publish was suppressed");
                requireAccepted(plan, first, suppressed.position());
            }
        }
    }

    private void requireAccepted(ChannelPlan plan, String data, @Nullable StreamPosition position) {
        var accepted = system.log(plan.name()).publication(data);
        if (accepted == null || !Objects.equals(accepted.position(), position)) {
            fabric.violated("publishing " + data + " was answered with " + position + " and accepted as " + accepted);
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
