package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.fabric.SimulationException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a cluster, as its seed decides: a time of changes and faults, a quiet time after which everything must have
 * healed, and the end, which must leave nothing behind. Confined to the thread that runs the simulation; several
 * simulations share nothing.
 */
public final class Simulation {
    private static final int LEAST_STEPS = 100;
    private static final int MOST_STEPS = 200;
    /** Longer than what heals by itself takes: presence, position checks, heartbeats. */
    private static final Duration QUIET = Duration.ofSeconds(75);

    private static final Duration DELIVERY = Duration.ofSeconds(5);

    private final Fabric fabric;
    private final World world;

    public Simulation(long seed) {
        this(seed, null);
    }

    /** A run whose events a listener gets to read, one a line. */
    public Simulation(long seed, @Nullable Consumer<String> traceListener) {
        this.fabric = new Fabric(seed, traceListener);
        this.world = new World(fabric);
    }

    /**
     * Runs it, once.
     *
     * @throws SimulationException when something was violated
     */
    public SimulationReport run() {
        var script = new Script(world);
        int steps = fabric.chance().between(LEAST_STEPS, MOST_STEPS);
        for (int i = 0; i < steps; i++) {
            script.step();
        }
        world.heal();
        fabric.advance(QUIET);
        new Convergence(world).check(DELIVERY);
        new Ending(world).check();
        return new SimulationReport(fabric.seed(), fabric.trace().hash(), fabric.counts());
    }
}
