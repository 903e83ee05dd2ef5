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
 * An event loop on virtual time that runs single tasks when the test calls it, so that runs are deterministic. {@code execute} and
 * {@code schedule} are thread-safe; everything else is confined to one test thread.
 *
 * <p>A task that leaves a frame batch open makes {@link #runOne} fail.
 */
public final class VirtualLoop implements EventLoop {
    /** The number of tasks after which {@link #runAll} assumes an endless loop. */
    public static final int MAX_TASKS = 1_000_000;

    private final VirtualTime time;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger openBatches = new AtomicInteger();
    private final SentParts sentParts = new SentParts();
    private volatile @Nullable Thread running;
    private volatile boolean held;
    private volatile boolean stopped;
    private long tasksRun;
    private long batchesMade;

    /** Creates a loop with its own clock. */
    public VirtualLoop() {
        this(new VirtualTime());
    }

    /** Creates a loop on a shared clock. */
    public VirtualLoop(VirtualTime time) {
        this.time = time;
        time.add(this);
    }

    public VirtualTime time() {
        return time;
    }

    /**
     * Runs the oldest waiting task. Returns false if none waits.
     *
     * @throws IllegalStateException if the task left a frame batch open
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
     * Runs the waiting tasks and the tasks that they cause, until none waits.
     *
     * @return the number of tasks
     * @throws IllegalStateException after {@link #MAX_TASKS} tasks
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

    /** Advances the clock of this loop, which other loops may share: {@link VirtualTime#advance}. */
    public void advance(Duration duration) {
        time.advance(duration);
    }

    /** Simulates a busy thread: until {@link #release}, only explicit calls such as {@link #runOne} run tasks. */
    public void hold() {
        held = true;
    }

    /** Ends the effect of {@link #hold}. */
    public void release() {
        held = false;
    }

    /** Simulates the end of the process: drops all waiting and later tasks. */
    public void stop() {
        stopped = true;
        tasks.clear();
        time.remove(this);
    }

    /** True if a task or timer waits to run. */
    boolean isReady() {
        return !held && !tasks.isEmpty();
    }

    /** The number of tasks that have run. */
    public long tasksRun() {
        return tasksRun;
    }

    /** The number of waiting tasks. */
    public int tasksWaiting() {
        return tasks.size();
    }

    /** The number of timers that have neither run nor been cancelled. */
    public int timers() {
        return time.timersOf(this);
    }

    /** The number of open frame batches. */
    public int openBatches() {
        return openBatches.get();
    }

    /** The number of frame batches created so far. */
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
        return new JoinedFrames(frames, openBatches, sentParts);
    }
}
