package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.Chance;

/** The actions of application code on nodes. Confined to the thread that runs the simulation. */
final class CodeActions {
    private static final int MOST_ON_A_NODE = 3;

    private final World world;
    private final Chance chance;

    CodeActions(World world) {
        this.world = world;
        this.chance = world.fabric().chance();
    }

    void start() {
        var open = world.open();
        if (!open.isEmpty()) {
            var node = chance.oneOf(open);
            if (node.codes().size() < MOST_ON_A_NODE) {
                node.startCode(chance.oneOf(world.plans()));
            }
        }
    }

    void stop() {
        var busy = world.open().stream().filter(node -> !node.codes().isEmpty()).toList();
        if (!busy.isEmpty()) {
            var node = chance.oneOf(busy);
            node.stopCode(chance.oneOf(node.codes()));
        }
    }
}
