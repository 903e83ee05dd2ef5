package dev.fanfare.simulation;

import dev.fanfare.simulation.client.SimulatedNode;
import dev.fanfare.simulation.fabric.Chance;
import dev.fanfare.simulation.fabric.Fabric;
import java.time.Duration;
import java.util.function.Consumer;

/** The faults of nodes and their engines. Confined to the thread that runs the simulation. */
final class Faults {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration MEDIUM = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 3;
    private static final int MOST_TIMES_SLOWER = 60;

    private final World world;
    private final Fabric fabric;
    private final Chance chance;

    Faults(World world) {
        this.world = world;
        this.fabric = world.fabric();
        this.chance = fabric.chance();
    }

    void startNode() {
        if (world.hasRoom()) {
            count("nodes started");
            world.startNode();
        }
    }

    void crash() {
        onNode("nodes crashed", world::kill);
    }

    void leave() {
        onNode("nodes left", node -> {
            node.leave();
            fabric.after(chance.between(SHORT, MEDIUM), () -> world.close(node));
        });
    }

    void partition() {
        onNode("partitions", node -> {
            node.engine().partition();
            fabric.after(chance.between(SHORT, LONG), () -> {
                node.engine().heal();
                world.publishAtOnce();
            });
        });
    }

    void dropPushes() {
        onNode("push losses", node -> node.engine().pushes().drop(chance.between(1, MOST_AT_ONCE)));
    }

    void duplicatePush() {
        onNode("push repeats", node -> node.engine().pushes().duplicate(1));
    }

    void slow() {
        onNode("slow links", node -> {
            int times = chance.between(2, MOST_TIMES_SLOWER);
            boolean pushes = chance.oneIn(2);
            slow(node, pushes, times);
            fabric.after(chance.between(SHORT, LONG), () -> slow(node, pushes, 1));
        });
    }

    void loseRequests() {
        onNode("request losses", node -> node.engine().commands().loseRequests(chance.between(1, MOST_AT_ONCE)));
    }

    void loseAnswers() {
        onNode("answer losses", node -> node.engine().commands().loseAnswers(chance.between(1, MOST_AT_ONCE)));
    }

    void holdLoop() {
        onNode("busy loops", node -> {
            var loop = chance.oneOf(node.loops());
            loop.hold();
            fabric.after(chance.between(SHORT, LONGEST_HOLD), loop::release);
        });
    }

    void removeHistory() {
        var plan = chance.oneOf(world.plans());
        count("histories removed");
        fabric.note("system", "removes the history of", plan.name());
        world.system().removeHistory(plan.name());
    }

    private static void slow(SimulatedNode node, boolean pushes, int times) {
        if (pushes) {
            node.engine().pushes().slow(times);
        } else {
            node.engine().commands().slow(times);
        }
    }

    private void onNode(String fault, Consumer<SimulatedNode> action) {
        var living = world.open();
        if (!living.isEmpty()) {
            var node = chance.oneOf(living);
            count(fault);
            fabric.note(node.name(), "suffers", fault);
            action.accept(node);
        }
    }

    private void count(String fault) {
        fabric.counts().add("faults: " + fault);
    }
}
