package dev.fanfare.testkit.memory;

import dev.fanfare.core.port.Scheduler.Cancellable;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The time of all loops of a transport, which stands still until it is moved, and their timers. Thread-safe. */
final class LoopClock {
    /** A task, and when it falls due on which loop; those of one moment in the order they were made. */
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

    /** Moves the clock, never back, and runs nothing. */
    void moveTo(long newNanos) {
        nanos.accumulateAndGet(newNanos, Math::max);
    }

    Cancellable schedule(MemoryLoop loop, Duration delay, Runnable task) {
        var timer = new Timer(nanos.get() + delay.toNanos(), timersMade.incrementAndGet(), loop, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Takes the next timer that falls due until then, if there is one; one thread at a time. */
    @Nullable
    Timer pollDue(long end) {
        var next = timers.peek();
        // Another may have come before it, or it may just have been cancelled; what poll gives is due as well, or put
        // back.
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
