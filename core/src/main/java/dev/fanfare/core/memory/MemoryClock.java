package dev.fanfare.core.memory;

import dev.fanfare.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The memory engine's time and its one timer. The timer sweeps once per tick as long as something is left, and rests
 * otherwise. Thread-safe.
 */
final class MemoryClock {
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Far enough to be for ever, and so near that no sum of it and a time overflows. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** What the timer sweeps, a stripe at a time. */
    interface Swept {
        /** Forgets what is too old in one of the {@link Stripes#COUNT} stripes. */
        void sweep(int stripe);

        /** True when something is left that will be too old. */
        boolean isAnythingLeft();
    }

    private final Scheduler scheduler;
    private final Swept swept;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    MemoryClock(Scheduler scheduler, Swept swept) {
        this.scheduler = scheduler;
        this.swept = swept;
    }

    /** The duration in nanoseconds, or a hundred years of them when it is longer. */
    static long nanos(Duration duration) {
        return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : LONGEST.toNanos();
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    /** Something is there that will expire. */
    void startSweeping() {
        if (!sweeping.get() && sweeping.compareAndSet(false, true)) {
            scheduler.schedule(TICK, () -> sweepFrom(0));
        }
    }

    /** Sweeps each stripe in a task of its own, so that the scheduler's thread does other work in between. */
    private void sweepFrom(int stripe) {
        if (stripe < Stripes.COUNT) {
            swept.sweep(stripe);
            scheduler.schedule(Duration.ZERO, () -> sweepFrom(stripe + 1));
            return;
        }
        // First: what comes after the look at what is left starts the next tick by itself.
        sweeping.set(false);
        if (swept.isAnythingLeft()) {
            startSweeping();
        }
    }
}
