package dev.fanfare.abuse;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The end of an attack. Confined to one thread. */
final class Deadline {
    private long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** Creates a deadline after a duration. */
    static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Starts again with a duration. */
    void restart(Duration duration) {
        nanos = System.nanoTime() + duration.toNanos();
    }

    boolean isOver() {
        return remaining() <= 0 || Thread.currentThread().isInterrupted();
    }

    /** Waits for a duration, but not longer than until the deadline. */
    void pause(Duration duration) {
        pauseUntil(System.nanoTime() + duration.toNanos());
    }

    /** Waits until the deadline. */
    void await() {
        pauseUntil(nanos);
    }

    private void pauseUntil(long time) {
        long rest = Math.min(time - System.nanoTime(), remaining());
        while (rest > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(rest);
            rest = Math.min(time - System.nanoTime(), remaining());
        }
    }

    private long remaining() {
        return nanos - System.nanoTime();
    }
}
