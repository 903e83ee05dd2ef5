package dev.fanfare.simulation.client;

import dev.fanfare.simulation.fabric.Fabric;
import java.util.HashMap;
import java.util.Map;

/**
 * What one session gets of direct messages: only its own, each at most once, those of one node in their order. Confined to the
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
        fabric.require(direct.to().equals(client), client + " gets what is for another: " + direct);
        int last = lastSerials.getOrDefault(direct.from(), 0);
        fabric.require(direct.serial() > last, client + " gets " + direct + " after " + last);
        lastSerials.put(direct.from(), direct.serial());
    }
}
