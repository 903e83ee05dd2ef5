package dev.fanfare.core.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task that is queued on an executor at most once, however often it is requested. Thread-safe. The task calls {@link
 * #clear} or {@link #repeat}.
 */
public final class CoalescedTask {
    private final Executor executor;
    private final Runnable task;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    public CoalescedTask(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /**
     * Schedules the task unless it is scheduled.
     *
     * @throws RejectedExecutionException if the executor has ended; the task is then not scheduled, so that each later
     *     call fails as well
     */
    public void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            repeat();
        }
    }

    /** Schedules the task again. Called by the running task; fails as {@link #schedule} does. */
    public void repeat() {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException ended) {
            scheduled.set(false);
            throw ended;
        }
    }

    /** Records that the task is no longer scheduled. The next call of {@link #schedule} schedules it again. */
    public void clear() {
        scheduled.set(false);
    }
}
