package dev.fanfare.core.memory;

import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Scheduler;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The engine of one node, all in this process. Thread-safe. */
public final class MemoryEngine implements Engine {
    private final MemoryBroker broker;
    private final MemoryPresence presence;
    private final MemoryCluster cluster;

    /**
     * An engine with its own share of time and chance.
     *
     * @param scheduler the clock and the timers of all ports
     * @param random makes epochs that no other run has, and the node's id
     */
    public MemoryEngine(Scheduler scheduler, RandomGenerator random) {
        broker = new MemoryBroker(scheduler, random);
        presence = new MemoryPresence(scheduler);
        cluster = new MemoryCluster(HexFormat.of().toHexDigits(random.nextLong()), scheduler);
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
    public void close() {
        cluster.close();
        presence.close();
        broker.close();
    }
}
