package dev.fanfare.core.memory;

import dev.fanfare.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The memory engine's time, its one timer, and its randomness. The timer sweeps once per tick as long as a sweep says
 * that something is left, and rests otherwise. Thread-safe.
 */
final class MemoryClock {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final String epochPrefix;
    private final AtomicLong epochs = new AtomicLong();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final BooleanSupplier sweep;

    MemoryClock(Scheduler scheduler, RandomGenerator random, BooleanSupplier sweep) {
        this.scheduler = scheduler;
        this.epochPrefix = Long.toString(random.nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
        this.sweep = sweep;
    }

    Duration tick() {
        return TICK;
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    /** An epoch that no channel of any run had before. */
    String newEpoch() {
        return epochPrefix + '-' + Long.toString(epochs.incrementAndGet(), Character.MAX_RADIX);
    }

    /** Something is there that will expire. */
    void startSweeping() {
        if (!sweeping.get() && sweeping.compareAndSet(false, true)) {
            scheduler.schedule(TICK, this::onTick);
        }
    }

    private void onTick() {
        // First: what comes while the stripes are swept starts the next tick by itself.
        sweeping.set(false);
        if (sweep.getAsBoolean()) {
            startSweeping();
        }
    }
}
