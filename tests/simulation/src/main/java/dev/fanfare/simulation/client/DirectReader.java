package dev.fanfare.simulation.client;

import dev.fanfare.simulation.fabric.Fabric;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks the direct messages to one session: only its own, each at most once, and those of one node in order. Confined to the
 * thread that runs the simulation.
 */
final class DirectReader {
    private final Fabric fabric;
    private final String client;
    private final Map<String, Integer> lastSerials = new HashMap<>();

    DirectReader(Fabric fabric, String client) {
        this.fabric = fabric;
        this.client = client;
    }

    void read(ClientMessage.Direct direct) {
        fabric.counts().add("directs");
        fabric.require(direct.to().equals(client), client + " receives a message for another client: " + direct);
        int last = lastSerials.getOrDefault(direct.from(), 0);
        fabric.require(direct.serial() > last, client + " receives " + direct + " after " + last);
        lastSerials.put(direct.from(), direct.serial());
    }
}
