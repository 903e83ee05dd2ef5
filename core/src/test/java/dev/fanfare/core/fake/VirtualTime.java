package dev.fanfare.core.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when the test advances it, and the timers of all {@link VirtualLoop}s on it. Reading it and scheduling
 * are thread-safe; advancing it is confined to one test thread.
 *
 * <p>If several loops have tasks, the oldest loop runs all of its tasks first. With a random generator, it selects the loop of each
 * task, so that a seed determines the interleaving of the loops.
 */
public final class VirtualTime {
    /** The number of cancelled timers above which the queue is cleaned if they are the majority. */
    private static final int CANCELLED_KEPT = 64;

    private final @Nullable RandomGenerator order;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong timersMade = new AtomicLong();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final Queue<Timer> timers = new PriorityBlockingQueue<>();
    private final List<VirtualLoop> loops = new CopyOnWriteArrayList<>();
    private final List<VirtualLoop> ready = new ArrayList<>();

    /** Loops run in the order of their creation. */
    public VirtualTime() {
        this.order = null;
    }

    /** Loops run task by task, in a random order. */
    public VirtualTime(RandomGenerator order) {
        this.order = order;
    }

    /** The time since the start in nanoseconds. */
    public long nanoTime() {
        return nanos.get();
    }

    /** The time since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos.get());
    }

    /**
     * Advances the clock: runs the waiting tasks of all loops, then each timer at its time, followed by the tasks that it causes.
     * Timers with the same time run in the order of their creation.
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

    /** Advances the clock without running anything. A task calls it to simulate its duration. */
    public void elapse(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    void add(VirtualLoop loop) {
        loops.add(loop);
    }

    /** Removes a loop and its timers. */
    void remove(VirtualLoop loop) {
        loops.remove(loop);
        timers.removeIf(timer -> timer.loop == loop);
    }

    Timer schedule(VirtualLoop loop, Duration delay, Runnable task) {
        var timer = new Timer(nanos.get() + delay.toNanos(), timersMade.incrementAndGet(), loop, task);
        timers.add(timer);
        return timer;
    }

    /** Marks the timer only, because a removal from the queue would take linear time. */
    void cancel(Timer timer) {
        if (timer.cancelled) {
            return;
        }
        timer.cancelled = true;
        if (cancelled.incrementAndGet() > CANCELLED_KEPT && cancelled.get() > timers.size() / 2) {
            cancelled.set(0);
            timers.removeIf(each -> each.cancelled);
        }
    }

    int timersOf(VirtualLoop loop) {
        return (int) timers.stream()
                .filter(timer -> timer.loop == loop && !timer.cancelled)
                .count();
    }

    private @Nullable Timer pollDue(long end) {
        for (var next = timers.peek(); next != null && next.nanos <= end; next = timers.peek()) {
            timers.remove();
            if (!next.cancelled) {
                return next;
            }
        }
        return null;
    }

    private void runTasks() {
        if (order == null) {
            runInTurn();
        } else {
            runByChance(order);
        }
    }

    private void runInTurn() {
        boolean ran;
        do {
            ran = false;
            for (var loop : loops) {
                ran |= loop.isReady() && loop.runAll() > 0;
            }
        } while (ran);
    }

    private void runByChance(RandomGenerator chance) {
        for (int count = 0; count < VirtualLoop.MAX_TASKS; count++) {
            ready.clear();
            for (var loop : loops) {
                if (loop.isReady()) {
                    ready.add(loop);
                }
            }
            if (ready.isEmpty()) {
                return;
            }
            ready.get(ready.size() == 1 ? 0 : chance.nextInt(ready.size())).runOne();
        }
        throw new IllegalStateException(VirtualLoop.MAX_TASKS + " tasks ran, and there are still more");
    }

    /** A task and its time. */
    static final class Timer implements Comparable<Timer> {
        private final long nanos;
        private final long number;
        private final VirtualLoop loop;
        private final Runnable task;
        private volatile boolean cancelled;

        private Timer(long nanos, long number, VirtualLoop loop, Runnable task) {
            this.nanos = nanos;
            this.number = number;
            this.loop = loop;
            this.task = task;
        }

        @Override
        public int compareTo(Timer other) {
            return nanos == other.nanos ? Long.compare(number, other.number) : Long.compare(nanos, other.nanos);
        }
    }
}
