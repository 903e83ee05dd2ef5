package dev.fanfare.testkit.memory;

import dev.fanfare.core.concurrent.CountLatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Detects activity on the loops of a transport and in the virtual threads of applications. Thread-safe. */
final class LoopActivity {
    /** How long a loop may be busy before a waiting test fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long LOOK_AGAIN_NANOS = 100_000;

    private final CountLatch underWay = new CountLatch();
    private final AtomicLong tasks = new AtomicLong();
    private final HandlerActivity handlers = new HandlerActivity();

    /** Counts a task that was submitted to a loop. */
    void enter() {
        tasks.incrementAndGet();
        underWay.enter();
    }

    /** Counts a task that has ended. */
    void leave() {
        underWay.leave();
    }

    /** Waits until all loops are idle. */
    void awaitIdleLoops() {
        if (!underWay.awaitZero(PATIENCE)) {
            throw new AssertionError("the event loops are still busy after " + PATIENCE);
        }
    }

    /** Waits until everything is idle, or {@link HandlerActivity#grace} is over. */
    void awaitQuiet() {
        long deadline = System.nanoTime() + handlers.grace().toNanos();
        while (!isQuiet() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        awaitIdleLoops();
    }

    /** Returns true if handlers are idle while the loops are idle before and after. */
    private boolean isQuiet() {
        awaitIdleLoops();
        long before = tasks.get();
        return handlers.areIdle() && underWay.awaitZero(Duration.ZERO) && tasks.get() == before;
    }
}
