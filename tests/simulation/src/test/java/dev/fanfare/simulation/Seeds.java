package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.Counts;
import dev.fanfare.simulation.fabric.SimulationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/** Runs many seeds on all processors, up to the first failure. */
final class Seeds {
    /** The key of the seed in the log. */
    static final String SEED = "seed";

    private static final int THREADS = 2;

    private final long end;
    private final AtomicLong next;
    private final AtomicBoolean failed = new AtomicBoolean();

    private Seeds(long begin, long end) {
        this.next = new AtomicLong(begin);
        this.end = end;
    }

    /**
     * Runs the seeds from {@code begin} (inclusive) to {@code end} (exclusive).
     *
     * @return the totals
     * @throws SimulationException of the first seed that fails
     */
    static Counts run(long begin, long end) {
        var seeds = new Seeds(begin, end);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var other = CompletableFuture.supplyAsync(seeds::work, threads);
            var one = CompletableFuture.supplyAsync(seeds::work, threads);
            var totals = new Counts();
            totals.addAll(outcome(one));
            totals.addAll(outcome(other));
            return totals;
        }
    }

    private Counts work() {
        var totals = new Counts();
        for (long seed = next.getAndIncrement(); seed < end && !failed.get(); seed = next.getAndIncrement()) {
            MDC.put(SEED, Long.toString(seed));
            try {
                totals.addAll(new Simulation(seed).run().counts());
            } catch (SimulationException failure) {
                failed.set(true);
                throw failure;
            } finally {
                MDC.remove(SEED);
            }
        }
        return totals;
    }

    private static Counts outcome(CompletableFuture<Counts> work) {
        try {
            return work.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof SimulationException violated ? violated : failure;
        }
    }
}
