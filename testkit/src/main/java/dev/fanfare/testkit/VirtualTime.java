package dev.fanfare.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when a test says so, and the timers of all {@link VirtualLoop}s on it. Reading it and scheduling
 * are thread-safe; moving it belongs to one test thread.
 */
public final class VirtualTime {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong timersMade = new AtomicLong();
    private final Queue<Timer> timers = new PriorityBlockingQueue<>();
    private final List<VirtualLoop> loops = new CopyOnWriteArrayList<>();

    /** Nanoseconds since the beginning. */
    public long nanoTime() {
        return nanos.get();
    }

    /** Time since the beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos.get());
    }

    /**
     * Lets time pass: runs what waits on all loops, then each timer that falls due, at its time and followed by the tasks
     * it caused. Timers of one moment run in the order they were made.
     */
    public void advance(Duration duration) {
        long end = nanos.get() + duration.toNanos();
        runTasks();
        for (var timer = pollDue(end); timer != null; timer = pollDue(end)) {
            nanos.set(Math.max(nanos.get(), timer.nanos));
            timer.loop.execute(timer.task);
            runTasks();
        }
        nanos.set(Math.max(nanos.get(), end));
    }

    /** Moves the clock and runs nothing: a task calls it to have taken so long. */
    public void elapse(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    void add(VirtualLoop loop) {
        loops.add(loop);
    }

    Timer schedule(VirtualLoop loop, Duration delay, Runnable task) {
        var timer = new Timer(nanos.get() + delay.toNanos(), timersMade.incrementAndGet(), loop, task);
        timers.add(timer);
        return timer;
    }

    void cancel(Timer timer) {
        timers.remove(timer);
    }

    int timersOf(VirtualLoop loop) {
        return (int) timers.stream().filter(timer -> timer.loop == loop).count();
    }

    private @Nullable Timer pollDue(long end) {
        var next = timers.peek();
        return next == null || next.nanos > end ? null : timers.poll();
    }

    private void runTasks() {
        boolean ran;
        do {
            ran = false;
            for (var loop : loops) {
                ran |= loop.runAll() > 0;
            }
        } while (ran);
    }

    /** A task and the moment it falls due. */
    record Timer(long nanos, long number, VirtualLoop loop, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return nanos == other.nanos ? Long.compare(number, other.number) : Long.compare(nanos, other.nanos);
        }
    }
}
