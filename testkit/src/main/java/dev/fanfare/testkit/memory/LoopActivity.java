package dev.fanfare.testkit.memory;

import dev.fanfare.core.concurrent.CountLatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Whether anything moves: on the loops of a transport, and in the virtual threads of applications. Thread-safe. */
final class LoopActivity {
    /** So long a loop may be busy before a test that waits for it fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long LOOK_AGAIN_NANOS = 100_000;

    private final CountLatch underWay = new CountLatch();
    private final AtomicLong tasks = new AtomicLong();
    private final HandlerActivity handlers = new HandlerActivity();

    /** A task was given to a loop. */
    void enter() {
        tasks.incrementAndGet();
        underWay.enter();
    }

    /** A task has ended. */
    void leave() {
        underWay.leave();
    }

    /** Waits until no loop has anything to do. */
    void awaitIdleLoops() {
        if (!underWay.awaitZero(PATIENCE)) {
            throw new AssertionError("the event loops are still busy after " + PATIENCE);
        }
    }

    /** Waits until nothing moves, or what moves has had its {@link HandlerActivity#grace}. */
    void awaitQuiet() {
        long deadline = System.nanoTime() + handlers.grace().toNanos();
        while (!isQuiet() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        awaitIdleLoops();
    }

    /** Quiet is a moment in which handlers are idle while the loops are, before and after. */
    private boolean isQuiet() {
        awaitIdleLoops();
        long before = tasks.get();
        return handlers.areIdle() && underWay.awaitZero(Duration.ZERO) && tasks.get() == before;
    }
}
