package dev.fanfare.simulation;

import dev.fanfare.simulation.client.SimulatedClient;
import dev.fanfare.simulation.client.SimulatedNode;
import dev.fanfare.simulation.fabric.Fabric;
import java.time.Duration;
import java.util.List;

/** Closes everything, and checks that nothing outlives its owner. Confined to the thread that runs the simulation. */
final class ShutdownCheck {
    /** Longer than the timeout of an engine and the time to flush. */
    private static final Duration LEAVING = Duration.ofSeconds(10);
    /** Longer than any timer that can still run after everything is closed. */
    private static final Duration REST = Duration.ofSeconds(60);

    private final World world;
    private final Fabric fabric;

    ShutdownCheck(World world) {
        this.world = world;
        this.fabric = world.fabric();
    }

    void check() {
        fabric.note("world", "ends", "");
        world.clients().forEach(SimulatedClient::stop);
        world.nodes().forEach(SimulatedNode::leave);
        fabric.advance(LEAVING);
        world.nodes().forEach(this::checkLeft);
        for (var plan : world.plans()) {
            var members = world.system().members(plan.name());
            fabric.require(members.isEmpty(), members + " are in " + plan.name() + " after all have left");
        }
        var nodes = List.copyOf(world.nodes());
        nodes.forEach(node -> node.node().close());
        fabric.advance(REST);
        nodes.forEach(this::checkClosed);
        for (var plan : world.plans()) {
            var subscribed = world.system().subscribedNodes(plan.name());
            fabric.require(subscribed.isEmpty(), subscribed + " receive " + plan.name() + " after they were closed");
        }
        fabric.require(fabric.timers() == 0, fabric.timers() + " timers of the network remain");
        fabric.check();
    }

    private void checkLeft(SimulatedNode node) {
        int channels = node.node().channelCount();
        fabric.require(channels == 0, node.name() + " has " + channels + " channels after all clients left");
        fabric.require(node.engine().joined().isEmpty(), node.engine().joined() + " have joined and not left");
    }

    private void checkClosed(SimulatedNode node) {
        for (var loop : node.loops()) {
            fabric.require(loop.timers() == 0, loop.timers() + " timers outlive " + node.name());
            fabric.require(loop.tasksWaiting() == 0, loop.tasksWaiting() + " tasks outlive " + node.name());
            fabric.require(loop.openBatches() == 0, "a batch outlives " + node.name());
        }
    }
}
