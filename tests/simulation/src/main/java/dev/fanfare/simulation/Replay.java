package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.SimulationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one seed again and logs all its events: {@code Replay SEED}. */
public final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    private Replay() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            throw new IllegalArgumentException("expected one argument, the seed, got " + args.length);
        }
        long seed = Long.parseLong(args[0]);
        try {
            var report = new Simulation(seed, LOG::info).run();
            LOG.info("seed {} violates nothing (trace {}): {}", seed, report.traceHash(), report.counts());
        } catch (SimulationException failure) {
            LOG.error("{}", failure.summary(), failure.getCause());
        }
    }
}
