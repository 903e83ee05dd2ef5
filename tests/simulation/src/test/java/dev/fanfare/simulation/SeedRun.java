package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.SimulationException;
import java.util.function.LongFunction;

/**
 * Runs one seed and returns the violation; empty for none. Uses types of the JDK only, so that it can be called across class
 * loaders. Thread-safe.
 */
public final class SeedRun implements LongFunction<String> {
    @Override
    public String apply(long seed) {
        try {
            new Simulation(seed).run();
            return "";
        } catch (SimulationException failure) {
            return failure.summary();
        }
    }
}
