package dev.fanfare.simulation.client;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.simulation.fabric.Fabric;
import java.util.HashMap;
import java.util.Map;

/** Sends messages to clients, from any node. Confined to the thread that runs the simulation. */
public final class DirectMessages {
    private final Fabric fabric;
    private final Map<String, Integer> lastSerials = new HashMap<>();

    public DirectMessages(Fabric fabric) {
        this.fabric = fabric;
    }

    /** Sends the next message of the node to a session of the client, which may have ended. */
    public void send(SimulatedNode from, String client) {
        int serial = lastSerials.merge(from.name(), 1, Integer::sum);
        var message = new ClientMessage.Direct(from.name(), serial, client);
        fabric.counts().add("directs sent");
        fabric.note(from.name(), "sends", message);
        UserOperations.requireSent(fabric, from.node().clients().send(client, Payload.text(message.text())));
    }
}
