package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.fabric.SimulationException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a cluster, determined by its seed: a period of changes and faults, a quiet period in which the cluster must
 * recover, and the end, after which nothing may remain. Confined to the thread that runs the simulation. Simulations share
 * no state.
 */
public final class Simulation {
    private static final int LEAST_STEPS = 100;
    private static final int MOST_STEPS = 200;
    /** Longer than the recovery of presence, positions and heartbeats takes. */
    private static final Duration QUIET = Duration.ofSeconds(75);

    private static final Duration DELIVERY = Duration.ofSeconds(5);

    private final Fabric fabric;
    private final World world;

    public Simulation(long seed) {
        this(seed, null);
    }

    /** Creates a run whose events are passed to a listener, one per line. */
    public Simulation(long seed, @Nullable Consumer<String> traceListener) {
        this.fabric = new Fabric(seed, traceListener);
        this.world = new World(fabric);
    }

    /**
     * Runs the simulation. Must be called once.
     *
     * @throws SimulationException if a property was violated
     */
    public SimulationReport run() {
        var script = new Script(world);
        int steps = fabric.chance().between(LEAST_STEPS, MOST_STEPS);
        for (int i = 0; i < steps; i++) {
            script.step();
        }
        world.heal();
        fabric.advance(DELIVERY);
        world.publishToAll(); // begins the last term of each history
        fabric.advance(QUIET);
        new Convergence(world).check(DELIVERY);
        new ShutdownCheck(world).check();
        if (fabric.counts().of("forks") > 0) {
            fabric.counts().add("seeds with forks");
        }
        return new SimulationReport(fabric.seed(), fabric.trace().hash(), fabric.counts());
    }
}
