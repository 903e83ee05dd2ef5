package dev.fanfare.core.concurrent;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Runs tasks in order on an event loop, which has at most one of them in its queue. Thread-safe. Other tasks of the loop
 * therefore wait for one of these tasks, not for all. Without other tasks, there is no delay.
 */
public final class SpacedTasks implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CoalescedTask next;

    /** Creates an executor without tasks. */
    public SpacedTasks(Executor loop) {
        this.next = new CoalescedTask(loop, this::runNext);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        next.schedule();
    }

    private void runNext() {
        var task = tasks.poll();
        if (task != null) {
            try {
                task.run();
            } finally {
                next.repeat();
            }
            return;
        }
        next.clear();
        // A task may have been added after the poll.
        if (!tasks.isEmpty()) {
            next.schedule();
        }
    }
}
