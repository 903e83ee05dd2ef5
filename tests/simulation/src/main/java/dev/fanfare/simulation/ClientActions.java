package dev.fanfare.simulation;

import dev.fanfare.simulation.client.SimulatedClient;
import dev.fanfare.simulation.client.SimulatedNode;
import dev.fanfare.simulation.client.SimulatedSubscription;
import dev.fanfare.simulation.fabric.Chance;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The actions of clients, and the faults of their connections. Confined to the thread that runs the simulation. */
final class ClientActions {
    private static final Duration SHORT_STALL = Duration.ofMillis(500);
    private static final Duration LONG_STALL = Duration.ofSeconds(20);

    private static final int MOST_AT_ONCE = 3;

    private final World world;
    private final Chance chance;

    ClientActions(World world) {
        this.world = world;
        this.chance = world.fabric().chance();
    }

    void renew() {
        var client = any();
        note(client, "renews");
        client.renew(any(client));
    }

    void toggle() {
        var client = any();
        note(client, "toggles");
        client.toggle(any(client));
    }

    void cut() {
        var client = any();
        note(client, "loses its connection");
        client.cut(chance.oneIn(2));
    }

    void stall() {
        var client = any();
        note(client, "stalls");
        client.stall();
        var end = chance.between(Duration.ZERO, chance.oneIn(2) ? SHORT_STALL : LONG_STALL);
        world.fabric().after(end, client::resume);
    }

    void unsubscribeUser() {
        onNode(node -> {
            var client = any();
            world.operations()
                    .unsubscribe(node, client.info().user(), any(client).plan().name());
        });
    }

    void disconnectUser() {
        onNode(node -> world.operations().disconnect(node, any().info().user()));
    }

    void send() {
        onNode(node -> {
            var to = any().info().client();
            int number = chance.between(1, MOST_AT_ONCE);
            for (int i = 0; i < number; i++) {
                world.directs().send(node, to);
            }
        });
    }

    private void onNode(Consumer<SimulatedNode> action) {
        if (!world.nodes().isEmpty()) {
            action.accept(chance.oneOf(world.nodes()));
        }
    }

    private void note(SimulatedClient client, String what) {
        world.fabric().counts().add("clients: " + what);
        world.fabric().note(client.name(), what, "");
    }

    private SimulatedClient any() {
        return chance.oneOf(world.clients());
    }

    private SimulatedSubscription any(SimulatedClient client) {
        return chance.oneOf(List.copyOf(client.subscriptions()));
    }
}
