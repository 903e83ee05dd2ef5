package dev.fanfare.core.memory;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Scheduler;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The engine of a single node, in memory. Thread-safe. */
public final class MemoryEngine implements Engine {
    private final MemoryBroker broker;
    private final MemoryPresence presence;
    private final MemoryCluster cluster;
    private final MemoryOccupancy occupancy;

    /**
     * Creates an engine with budgets.
     *
     * @param scheduler the clock and the timers of all ports
     * @param random source of unique epochs and of the node id
     * @param governor the budgets of histories, metadata and presence
     */
    public MemoryEngine(Scheduler scheduler, RandomGenerator random, MemoryGovernor governor) {
        broker = new MemoryBroker(scheduler, random, governor);
        presence = new MemoryPresence(scheduler, governor);
        var node = HexFormat.of().toHexDigits(random.nextLong());
        cluster = new MemoryCluster(node, scheduler);
        occupancy = new MemoryOccupancy(node, scheduler);
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public MemoryBroker broker() {
        return broker;
    }

    @Override
    public MemoryPresence presence() {
        return presence;
    }

    @Override
    public MemoryCluster cluster() {
        return cluster;
    }

    @Override
    public MemoryOccupancy occupancy() {
        return occupancy;
    }

    @Override
    public void close() {
        occupancy.close();
        cluster.close();
        presence.close();
        broker.close();
    }
}
