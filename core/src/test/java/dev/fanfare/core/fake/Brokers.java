package dev.fanfare.core.fake;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.memory.MemoryBroker;
import dev.fanfare.core.port.Scheduler;
import java.util.Random;

/** Brokers for tests. */
public final class Brokers {
    private static final long SEED = 1;

    private Brokers() {}

    /** Creates a memory broker with a fixed clock. */
    public static MemoryBroker memory() {
        return memory(new VirtualLoop());
    }

    /** Creates a memory broker on this clock, with the same epochs each time. */
    public static MemoryBroker memory(Scheduler scheduler) {
        return new MemoryBroker(scheduler, new Random(SEED), MemoryGovernor.unlimited());
    }
}
