package dev.fanfare.server.proxy;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Calls under way at once, so many at most; more wait in their order, and not more than may. Thread-safe. */
final class InFlight {
    /** Waiting calls for each one under way. */
    private static final int WAITING_FACTOR = 16;

    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int running;

    /** So many at once; 0 for any number. */
    InFlight(int max) {
        this.max = max;
    }

    /**
     * Asks to begin. Each call that began is to {@link #leave}; one that gives up waiting completes the stage itself.
     *
     * @return completes when the call may begin; fails with {@link BackendException} when too many wait
     */
    CompletableFuture<Void> enter() {
        lock.lock();
        try {
            if (max == 0 || running < max) {
                running++;
                return CompletableFuture.completedFuture(null);
            }
            if (waiting.size() >= max * WAITING_FACTOR) {
                return CompletableFuture.failedFuture(BackendException.overloaded(
                        max + " calls are under way and " + waiting.size() + " wait already"));
            }
            var turn = new CompletableFuture<Void>();
            waiting.add(turn);
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /** A call has ended: the next that still waits begins. */
    void leave() {
        for (var next = next(); next != null; next = next()) {
            if (next.complete(null)) {
                return;
            }
        }
    }

    private @Nullable CompletableFuture<Void> next() {
        lock.lock();
        try {
            var next = waiting.poll();
            if (next == null) {
                running--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
