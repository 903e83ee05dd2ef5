package dev.fanfare.testkit.simulation;

import dev.fanfare.testkit.simulation.client.ChannelPlan;
import dev.fanfare.testkit.simulation.client.ClientSubscription;
import dev.fanfare.testkit.simulation.client.SimulatedClient;
import dev.fanfare.testkit.simulation.fabric.Fabric;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * After a quiet time everybody is connected, subscribed and up to date, presence tells exactly who is there, and what is
 * published reaches each of them once. Confined to the thread that runs the simulation.
 */
final class Convergence {
    private final World world;
    private final Fabric fabric;

    Convergence(World world) {
        this.world = world;
        this.fabric = world.fabric();
    }

    void check(Duration delivery) {
        world.clients().forEach(this::checkClient);
        world.plans().forEach(this::checkPresence);
        fabric.check();
        var last = new LinkedHashMap<ChannelPlan, String>();
        for (var plan : world.plans()) {
            last.put(plan, world.publisher().publish(plan, fabric.chance().oneOf(world.open()), null));
        }
        fabric.advance(delivery);
        for (var client : world.clients()) {
            for (var subscription : client.subscriptions()) {
                checkDelivery(client, subscription, last);
            }
        }
        fabric.check();
    }

    private void checkClient(SimulatedClient client) {
        fabric.require(client.isConnected(), client.name() + " is not connected after the quiet time");
        for (var subscription : client.subscriptions()) {
            if (subscription.isWanted()) {
                checkSubscription(client, subscription);
            }
        }
    }

    private void checkSubscription(SimulatedClient client, ClientSubscription subscription) {
        var plan = subscription.plan();
        var who = client.name() + " in " + plan.name();
        fabric.require(subscription.isSubscribed(), who + " is not subscribed after the quiet time");
        var top = world.system().top(plan.name());
        if (plan.isPositioned()) {
            fabric.require(
                    top.equals(subscription.position()),
                    who + " stands at " + subscription.position() + " after the quiet time, and the top is " + top);
        }
    }

    private void checkPresence(ChannelPlan plan) {
        if (plan.options().presence()) {
            var there = new TreeSet<String>();
            for (var client : world.clients()) {
                client.subscriptions().stream()
                        .filter(subscription -> subscription.isWanted() && subscription.plan() == plan)
                        .forEach(subscription -> there.add(client.info().client()));
            }
            var known = new TreeSet<>(world.system().members(plan.name()).keySet());
            fabric.require(
                    there.equals(known), "in " + plan.name() + " are " + there + ", and presence knows " + known);
        }
    }

    private void checkDelivery(SimulatedClient client, ClientSubscription subscription, Map<ChannelPlan, String> last) {
        int expected = subscription.isWanted() ? 1 : 0;
        var data = last.getOrDefault(subscription.plan(), "");
        int times = subscription.timesGot(data);
        fabric.require(
                times == expected,
                client.name() + " got " + data + " of " + subscription.plan().name() + " " + times + " times, not "
                        + expected);
    }
}
