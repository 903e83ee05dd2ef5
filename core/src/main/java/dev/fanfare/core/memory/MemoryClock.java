package dev.fanfare.core.memory;

import dev.fanfare.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The clock and the only timer of the memory engine. Thread-safe. The timer sweeps once per tick while there are
 * entries that expire.
 */
final class MemoryClock {
    private static final Duration TICK = Duration.ofSeconds(1);

    /** A practically infinite duration, whose sum with any time does not overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Scheduler scheduler;
    private final Supplier<? extends Stripes<?>> stripes;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /** Creates a clock; the supplier returns the stripes to sweep. */
    MemoryClock(Scheduler scheduler, Supplier<? extends Stripes<?>> stripes) {
        this.scheduler = scheduler;
        this.stripes = stripes;
    }

    /** Returns the duration in nanoseconds, at most 100 years. */
    static long nanos(Duration duration) {
        return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : LONGEST.toNanos();
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    /** Starts the timer, because there is an entry that will expire. */
    void startSweeping() {
        if (!sweeping.get() && sweeping.compareAndSet(false, true)) {
            scheduler.schedule(TICK, () -> sweepFrom(0));
        }
    }

    /** Sweeps each stripe in a separate task, so that the scheduler's thread can do other work in between. */
    private void sweepFrom(int stripe) {
        if (stripe < Stripes.COUNT) {
            stripes.get().at(stripe).sweep();
            scheduler.schedule(Duration.ZERO, () -> sweepFrom(stripe + 1));
            return;
        }
        // First, because an entry added after the check below must start the next tick itself.
        sweeping.set(false);
        if (stripes.get().size() > 0) {
            startSweeping();
        }
    }
}
