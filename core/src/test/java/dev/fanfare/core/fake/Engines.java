package dev.fanfare.core.fake;

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

    /** A memory engine for which no time passes; its cluster, which hands over on a timer, hands over nothing. */
    public static MemoryEngine memory() {
        return memory(new VirtualLoop());
    }

    /** A memory engine on this time, with always the same epochs and node id. */
    public static MemoryEngine memory(Scheduler scheduler) {
        return new MemoryEngine(scheduler, new Random(SEED));
    }

    /** This broker with a memory presence, cluster and occupancy for which no time passes. */
    public static Engine of(Broker broker) {
        return of(broker, new VirtualLoop());
    }

    /** This broker with a memory presence, cluster and occupancy on this time. */
    public static Engine of(Broker broker, Scheduler scheduler) {
        return new Assembled(
                broker,
                new MemoryPresence(scheduler),
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
