package dev.fanfare.simulation.fabric;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.core.port.Scheduler.Cancellable;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Time, chance and trace of one simulation, and the loop of the network, which runs everything that does not run on the loop
 * of a node. Confined to the thread that runs the simulation.
 */
public final class Fabric {
    private final long seed;
    private final Chance chance;
    private final VirtualTime time;
    private final VirtualLoop network;
    private final Trace trace;
    private final Counts counts = new Counts();
    private @Nullable SimulationException failure;

    public Fabric(long seed, @Nullable Consumer<String> traceListener) {
        this.seed = seed;
        var random = new SplittableRandom(seed);
        this.time = new VirtualTime(random.split());
        this.network = new VirtualLoop(time);
        this.chance = new Chance(random.split());
        this.trace = new Trace(traceListener);
    }

    public long seed() {
        return seed;
    }

    public Chance chance() {
        return chance;
    }

    public VirtualTime time() {
        return time;
    }

    public long nanoTime() {
        return time.nanoTime();
    }

    public Trace trace() {
        return trace;
    }

    public Counts counts() {
        return counts;
    }

    /** Runs the task on the loop of the network after this delay. */
    public Cancellable after(Duration delay, Runnable task) {
        return network.schedule(delay, task);
    }

    /** The number of waiting timers of the network. */
    public int timers() {
        return network.timers();
    }

    /** Adds an event to the trace. */
    public void note(String actor, String event, Object detail) {
        trace.add(time.nanoTime(), actor, event, detail);
    }

    /**
     * Reports a violation. Only the first one counts. The run ends after the current step, because core may catch exceptions
     * of its callees.
     */
    public void violated(String what) {
        violated(what, null);
    }

    /** Reports a violation with its cause. */
    public void violated(String what, @Nullable Throwable cause) {
        if (failure == null) {
            failure = new SimulationException(seed, time.elapsed(), what, trace.lines(), cause);
        }
    }

    /** Reports a violation if the condition is false. */
    public void require(boolean holds, String what) {
        if (!holds) {
            violated(what);
        }
    }

    /**
     * Lets time pass in steps.
     *
     * @throws SimulationException if a property was violated meanwhile
     */
    public void advance(Duration duration) {
        try {
            time.advance(duration);
        } catch (RuntimeException | Error bug) {
            violated("thrown on a loop: " + bug, bug);
        }
        check();
    }

    /**
     * Returns if no property was violated so far.
     *
     * @throws SimulationException otherwise
     */
    public void check() {
        if (failure != null) {
            throw failure;
        }
    }
}
