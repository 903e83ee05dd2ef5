package dev.fanfare.core.fake;

import dev.fanfare.core.memory.MemoryBroker;
import dev.fanfare.core.port.Scheduler;
import java.util.Random;

/** Brokers for tests. */
public final class Brokers {
    private static final long SEED = 1;

    private Brokers() {}

    /** A memory broker for which no time passes. */
    public static MemoryBroker memory() {
        return memory(new VirtualLoop());
    }

    /** A memory broker on this time, with always the same epochs. */
    public static MemoryBroker memory(Scheduler scheduler) {
        return new MemoryBroker(scheduler, new Random(SEED));
    }
}
