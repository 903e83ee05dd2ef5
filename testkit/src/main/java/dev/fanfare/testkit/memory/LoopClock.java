package dev.fanfare.testkit.memory;

import dev.fanfare.core.port.Scheduler.Cancellable;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The manually advanced clock and the timers of all loops of a transport. Thread-safe. */
final class LoopClock {
    /** A task with its time and loop; tasks of the same time are in order of creation. */
    record Timer(long nanos, long number, MemoryLoop loop, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return nanos == other.nanos ? Long.compare(number, other.number) : Long.compare(nanos, other.nanos);
        }
    }

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong timersMade = new AtomicLong();
    private final Queue<Timer> timers = new PriorityBlockingQueue<>();

    long nanoTime() {
        return nanos.get();
    }

    /** Advances the clock without running timers; never moves it back. */
    void moveTo(long newNanos) {
        nanos.accumulateAndGet(newNanos, Math::max);
    }

    Cancellable schedule(MemoryLoop loop, Duration delay, Runnable task) {
        var timer = new Timer(nanos.get() + delay.toNanos(), timersMade.incrementAndGet(), loop, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Removes and returns the next timer due by the end, if any; called by one thread at a time. */
    @Nullable
    Timer pollDue(long end) {
        var next = timers.peek();
        // Another timer may have been added before it, or it may have been cancelled. What poll returns is either
        // due as well or put back.
        if (next == null || next.nanos() > end) {
            return null;
        }
        var due = timers.poll();
        if (due != null && due.nanos() > end) {
            timers.add(due);
            return null;
        }
        return due;
    }
}
