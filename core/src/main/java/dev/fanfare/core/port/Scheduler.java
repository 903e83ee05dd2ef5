package dev.fanfare.core.port;

import java.time.Duration;

/** Time and timers. Real ones belong to an event loop, virtual ones to the test kit. */
public interface Scheduler {
    /** A monotonic clock in nanoseconds; only differences mean something. */
    long nanoTime();

    /**
     * Runs the task once after the delay, on the thread this scheduler belongs to.
     *
     * @return cancels the task if it has not started; cancelling again or later does nothing
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** A scheduled task that can be called off. */
    @FunctionalInterface
    interface Cancellable {
        void cancel();
    }
}
