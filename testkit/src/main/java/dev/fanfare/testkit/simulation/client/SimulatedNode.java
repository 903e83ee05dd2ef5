package dev.fanfare.testkit.simulation.client;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.testkit.VirtualLoop;
import dev.fanfare.testkit.simulation.fabric.Fabric;
import dev.fanfare.testkit.simulation.system.SimulatedEngine;
import dev.fanfare.testkit.simulation.system.SimulatedSystem;
import java.util.ArrayList;
import java.util.List;

/** A process of a simulation: a node, its event loops and its engine. Confined to the thread that runs the simulation. */
public final class SimulatedNode {
    private final String name;
    private final List<VirtualLoop> loops = new ArrayList<>();
    private final SimulatedEngine engine;
    private final Node node;
    private boolean leaving;

    public SimulatedNode(Fabric fabric, SimulatedSystem system, String name, int loopCount, NodeSettings settings) {
        this.name = name;
        for (int i = 0; i < loopCount; i++) {
            loops.add(new VirtualLoop(fabric.time()));
        }
        this.engine = new SimulatedEngine(fabric, system, name);
        this.node = new Node(loops, engine, settings, new CountingMetrics(fabric.counts()));
    }

    public String name() {
        return name;
    }

    public List<VirtualLoop> loops() {
        return loops;
    }

    public SimulatedEngine engine() {
        return engine;
    }

    public Node node() {
        return node;
    }

    /** True once the node tells its clients to go elsewhere. */
    public boolean isLeaving() {
        return leaving;
    }

    /** Tells the clients to go elsewhere. */
    public void leave() {
        leaving = true;
        node.disconnectAll();
    }

    /** The process is gone, and nothing of it runs any more. */
    public void kill() {
        leaving = true;
        loops.forEach(VirtualLoop::stop);
        engine.kill();
    }
}
