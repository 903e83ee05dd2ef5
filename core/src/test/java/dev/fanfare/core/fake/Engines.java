package dev.fanfare.core.fake;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.memory.MemoryCluster;
import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.memory.MemoryOccupancy;
import dev.fanfare.core.memory.MemoryPresence;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Scheduler;
import java.util.Random;

/** Engines for tests. */
public final class Engines {
    private static final long SEED = 1;
    private static final String NODE = "node";

    private Engines() {}

    /** Creates a memory engine with a fixed clock. Its cluster, which delivers on a timer, delivers nothing. */
    public static MemoryEngine memory() {
        return memory(new VirtualLoop());
    }

    /** Creates a memory engine on this clock, with the same epochs and node id each time. */
    public static MemoryEngine memory(Scheduler scheduler) {
        return new MemoryEngine(scheduler, new Random(SEED), MemoryGovernor.unlimited());
    }

    /** Creates an engine with this broker and memory ports with a fixed clock. */
    public static Engine of(Broker broker) {
        return of(broker, new VirtualLoop());
    }

    /** Creates an engine with this broker and memory ports on this clock. */
    public static Engine of(Broker broker, Scheduler scheduler) {
        return new Assembled(
                broker,
                new MemoryPresence(scheduler, MemoryGovernor.unlimited()),
                new MemoryCluster(NODE, scheduler),
                new MemoryOccupancy(NODE, scheduler));
    }

    private record Assembled(Broker broker, MemoryPresence presence, MemoryCluster cluster, MemoryOccupancy occupancy)
            implements Engine {
        @Override
        public void close() {
            occupancy.close();
            cluster.close();
            presence.close();
            broker.close();
        }
    }
}
