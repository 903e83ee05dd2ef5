package dev.fanfare.simulation.fabric;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.core.port.Scheduler.Cancellable;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Time, chance and trace of one simulation, and the network's own loop, on which everything happens that is not on a
 * node's. Confined to the thread that runs the simulation.
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

    /** Runs the task on the network's loop, so much later. */
    public Cancellable after(Duration delay, Runnable task) {
        return network.schedule(delay, task);
    }

    /** Number of timers of the network that wait. */
    public int timers() {
        return network.timers();
    }

    /** Notes an event in the trace. */
    public void note(String actor, String event, Object detail) {
        trace.add(time.nanoTime(), actor, event, detail);
    }

    /**
     * Something that may never happen has happened. The first one counts; the run ends as soon as the present step is over,
     * because core may catch what is thrown at it.
     */
    public void violated(String what) {
        violated(what, null);
    }

    /** As above, because of a throwable. */
    public void violated(String what, @Nullable Throwable cause) {
        if (failure == null) {
            failure = new SimulationException(seed, time.elapsed(), what, trace.lines(), cause);
        }
    }

    /** Violated unless it holds. */
    public void require(boolean holds, String what) {
        if (!holds) {
            violated(what);
        }
    }

    /**
     * Lets time pass, in steps.
     *
     * @throws SimulationException when something was violated meanwhile
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
     * Passes when nothing was violated so far.
     *
     * @throws SimulationException when something was
     */
    public void check() {
        if (failure != null) {
            throw failure;
        }
    }
}
