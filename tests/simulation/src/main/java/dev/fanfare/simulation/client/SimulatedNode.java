package dev.fanfare.simulation.client;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.SimulatedEngine;
import dev.fanfare.simulation.system.SimulatedSystem;
import java.util.ArrayList;
import java.util.List;

/** A process of a simulation: a node, its event loops and its engine. Confined to the thread that runs the simulation. */
public final class SimulatedNode {
    private final String name;
    private final List<VirtualLoop> loops = new ArrayList<>();
    private final MemoryGovernor governor = MemoryGovernor.unlimited();
    private final SimulatedEngine engine;
    private final Node node;
    private final List<SimulatedCode> codes = new ArrayList<>();
    private final Fabric fabric;
    private final SimulatedSystem system;
    private boolean leaving;

    public SimulatedNode(Fabric fabric, SimulatedSystem system, String name, int loopCount, NodeSettings settings) {
        this.fabric = fabric;
        this.system = system;
        this.name = name;
        for (int i = 0; i < loopCount; i++) {
            loops.add(new VirtualLoop(fabric.time()));
        }
        this.engine = new SimulatedEngine(fabric, system, name);
        this.node = new Node(loops, engine, settings, new SimulationMetrics(fabric.counts()));
    }

    public String name() {
        return name;
    }

    public List<VirtualLoop> loops() {
        return loops;
    }

    /** Returns the budgets of the connections, which share the frames of this node. */
    MemoryGovernor governor() {
        return governor;
    }

    public SimulatedEngine engine() {
        return engine;
    }

    public Node node() {
        return node;
    }

    /** True after the node has started to disconnect its clients. */
    public boolean isLeaving() {
        return leaving;
    }

    /** The application code that subscribes channels here. */
    public List<SimulatedCode> codes() {
        return codes;
    }

    /** Starts application code that subscribes to a channel. */
    public void startCode(ChannelPlan plan) {
        codes.add(new SimulatedCode(fabric, plan, this, fabric.chance().oneOf(loops), system.log(plan.name())));
    }

    /** Removes this code. */
    public void stopCode(SimulatedCode code) {
        codes.remove(code);
        code.stop();
    }

    /** Disconnects all clients, which then reconnect to other nodes. */
    public void leave() {
        leaving = true;
        List.copyOf(codes).forEach(this::stopCode);
        node.disconnectAll();
    }

    /** Ends the process. Nothing of it runs afterwards. */
    public void kill() {
        leaving = true;
        codes.clear();
        loops.forEach(VirtualLoop::stop);
        engine.kill();
    }
}
