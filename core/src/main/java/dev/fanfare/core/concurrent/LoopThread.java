package dev.fanfare.core.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The thread of an event loop, so that a method that must not block one can recognize it in constant time. As an executor, it runs
 * tasks on its loop.
 */
public interface LoopThread extends Executor {
    /** Returns true on the thread of any event loop. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof LoopThread;
    }

    /**
     * Runs a task that wakes another thread: on an event loop after the loop has read from its sockets, otherwise immediately. On a
     * shared core, a thread that is woken earlier interrupts the loop for the first of many items, and sleeps again.
     */
    static void afterReading(Runnable task) {
        if (Thread.currentThread() instanceof LoopThread loop) {
            try {
                loop.execute(task);
                return;
            } catch (RejectedExecutionException ended) {
                // The loop reads no more.
            }
        }
        task.run();
    }
}
