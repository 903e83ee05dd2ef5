package dev.fanfare.simulation;

import dev.fanfare.simulation.client.ChannelPlan;
import dev.fanfare.simulation.client.Reading;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.LogEntry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the state after a quiet time: all clients are connected, subscribed and up to date, presence lists exactly the
 * subscribed clients, and a publication reaches each of them once. Confined to the thread that runs the simulation.
 */
final class Convergence {
    private final World world;
    private final Fabric fabric;

    Convergence(World world) {
        this.world = world;
        this.fabric = world.fabric();
    }

    void check(Duration delivery) {
        world.clients()
                .forEach(client ->
                        fabric.require(client.isConnected(), client.name() + " is not connected after the quiet time"));
        readings().filter(Reading::isActive).forEach(this::checkReading);
        // In other channels, a publication without a position may have replaced a positioned one in the outbox.
        readings().filter(reading -> !reading.plan().mayDrop()).forEach(this::checkPosition);
        world.plans().forEach(this::checkPresence);
        fabric.check();
        var last = world.publishToAll();
        fabric.advance(delivery);
        readings().forEach(reading -> checkDelivery(reading, last));
        readings().forEach(this::checkPosition);
        readings().filter(Reading::isActive).forEach(this::checkHistory);
        world.plans().forEach(this::checkAcknowledged);
        fabric.check();
    }

    private Stream<Reading> readings() {
        return Stream.concat(
                world.clients().stream().flatMap(client -> client.subscriptions().stream()),
                world.nodes().stream().flatMap(node -> node.codes().stream()));
    }

    private void checkReading(Reading reading) {
        fabric.require(
                reading.isSubscribed(),
                reading.reader() + " in " + reading.plan().name() + " is not subscribed after the quiet time");
    }

    private void checkPosition(Reading reading) {
        var plan = reading.plan();
        if (plan.isPositioned() && reading.isActive()) {
            var top = world.system().top(plan.name());
            fabric.require(
                    top.equals(reading.position()),
                    reading.reader() + " in " + plan.name() + " is at " + reading.position()
                            + " after the quiet time, and the top is " + top);
        }
    }

    private void checkHistory(Reading reading) {
        var last = world.system().last(reading.plan().name());
        if (reading.plan().isPositioned() && last != null) {
            reading.requireComplete(last);
        }
    }

    /** Only a fault of the servers may lose an acknowledged publication of a history that continues. */
    private void checkAcknowledged(ChannelPlan plan) {
        var last = world.system().last(plan.name());
        if (last == null) {
            return;
        }
        var kept = new HashSet<LogEntry>();
        for (@Nullable LogEntry entry = last; entry != null; entry = entry.before()) {
            kept.add(entry);
        }
        for (var entry : world.system().log(plan.name()).entries()) {
            if (entry.isAcknowledged() && !kept.contains(entry) && entry.ancestor(0) == last.ancestor(0)) {
                fabric.counts().add("acknowledged publications lost");
                fabric.require(
                        world.system().isLossy(), entry + " of " + plan.name() + " was acknowledged and is lost");
            }
        }
    }

    private void checkPresence(ChannelPlan plan) {
        if (plan.options().hasPresence()) {
            var there = new TreeSet<String>();
            for (var client : world.clients()) {
                client.subscriptions().stream()
                        .filter(subscription -> subscription.isActive() && subscription.plan() == plan)
                        .forEach(subscription -> there.add(client.info().client()));
            }
            var known = new TreeSet<>(world.system().members(plan.name()).keySet());
            fabric.require(
                    there.equals(known), plan.name() + " has the clients " + there + ", and presence lists " + known);
        }
    }

    private void checkDelivery(Reading reading, Map<ChannelPlan, String> last) {
        int expected = reading.isActive() ? 1 : 0;
        var data = last.getOrDefault(reading.plan(), "");
        int times = reading.timesGot(data);
        fabric.require(
                times == expected,
                reading.reader() + " got " + data + " of " + reading.plan().name() + " " + times + " times, not "
                        + expected);
    }
}
