package dev.fanfare.core.fake;

import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that runs when a test says so, on virtual time: deterministic down to the single task. {@code execute} and
 * {@code schedule} are thread-safe; everything else belongs to one test thread.
 *
 * <p>A task that leaves a frame batch open makes {@link #runOne} fail.
 */
public final class VirtualLoop implements EventLoop {
    /** After so many tasks {@link #runAll} takes the loop for an endless one. */
    public static final int MAX_TASKS = 1_000_000;

    private final VirtualTime time;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger openBatches = new AtomicInteger();
    private volatile @Nullable Thread running;
    private volatile boolean held;
    private volatile boolean stopped;
    private long tasksRun;
    private long batchesMade;

    /** A loop with a time of its own. */
    public VirtualLoop() {
        this(new VirtualTime());
    }

    /** A loop that shares its time with others. */
    public VirtualLoop(VirtualTime time) {
        this.time = time;
        time.add(this);
    }

    public VirtualTime time() {
        return time;
    }

    /**
     * Runs the task that waits longest; false when none waits.
     *
     * @throws IllegalStateException when it has left more frame batches open than before
     */
    public boolean runOne() {
        var task = tasks.poll();
        if (task == null) {
            return false;
        }
        int openBefore = openBatches.get();
        var outer = running;
        running = Thread.currentThread();
        try {
            task.run();
        } finally {
            running = outer;
        }
        tasksRun++;
        if (openBatches.get() > openBefore) {
            throw new IllegalStateException("a frame batch outlives the task that made it: " + task);
        }
        return true;
    }

    /**
     * Runs what waits and what that causes, until nothing waits.
     *
     * @return the number of tasks
     * @throws IllegalStateException when {@link #MAX_TASKS} were not enough
     */
    public int runAll() {
        int count = 0;
        while (runOne()) {
            count++;
            if (count == MAX_TASKS) {
                throw new IllegalStateException(MAX_TASKS + " tasks ran, and there are still more");
            }
        }
        return count;
    }

    /** Lets time pass for all loops that share this one's time: {@link VirtualTime#advance}. */
    public void advance(Duration duration) {
        time.advance(duration);
    }

    /** The thread is busy with something else: until {@link #release}, only {@link #runOne} and its like run tasks. */
    public void hold() {
        held = true;
    }

    /** Ends what {@link #hold} began. */
    public void release() {
        held = false;
    }

    /** The process is gone: what waits never runs, and what still comes is dropped. */
    public void stop() {
        stopped = true;
        tasks.clear();
        time.remove(this);
    }

    /** True when the passing of time would run a task. */
    boolean isReady() {
        return !held && !tasks.isEmpty();
    }

    /** Number of tasks that have run. */
    public long tasksRun() {
        return tasksRun;
    }

    /** Number of tasks that wait. */
    public int tasksWaiting() {
        return tasks.size();
    }

    /** Number of timers that have neither run nor been cancelled. */
    public int timers() {
        return time.timersOf(this);
    }

    /** Number of frame batches made and not closed. */
    public int openBatches() {
        return openBatches.get();
    }

    /** Number of frame batches ever made. */
    public long batchesMade() {
        return batchesMade;
    }

    @Override
    public void execute(Runnable task) {
        if (!stopped) {
            tasks.add(task);
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (stopped) {
            return () -> {};
        }
        var timer = time.schedule(this, delay, task);
        return () -> time.cancel(timer);
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    /** True in a task of this loop. */
    @Override
    public boolean inEventLoop() {
        return running == Thread.currentThread();
    }

    @Override
    public FrameBatch join(List<Frame> frames) {
        batchesMade++;
        return new JoinedFrames(frames, openBatches);
    }
}
