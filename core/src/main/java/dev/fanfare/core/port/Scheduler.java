package dev.fanfare.core.port;

import java.time.Duration;

/** A clock with timers. Event loops provide real time, tests provide virtual time. */
public interface Scheduler {
    /** Returns the time of a monotonic clock in nanoseconds; only differences are meaningful. */
    long nanoTime();

    /**
     * Runs the task once after the delay, on this scheduler's thread.
     *
     * @return cancels the task if it has not started; otherwise cancelling has no effect
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** A scheduled task that can be cancelled. */
    @FunctionalInterface
    interface Cancellable {
        void cancel();
    }
}
