package dev.fanfare.testkit;

import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Scheduler;

/** Engines for tests. */
public final class Engines {
    private Engines() {}

    /** A memory engine for which no time passes. */
    public static Engine memory() {
        return memory(new VirtualLoop());
    }

    /** A memory engine on this time. */
    public static Engine memory(Scheduler scheduler) {
        return of(Brokers.memory(scheduler));
    }

    /** This broker, with the rest in memory. */
    public static Engine of(Broker broker) {
        return new MemoryEngine(broker);
    }
}
