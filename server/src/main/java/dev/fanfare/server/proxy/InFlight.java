package dev.fanfare.server.proxy;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Limits the number of concurrent calls; further calls wait in order, up to a limit. Thread-safe. */
final class InFlight {
    /** Waiting calls for each concurrent one. */
    private static final int WAITING_FACTOR = 16;

    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int running;

    /** A limit of {@code max} concurrent calls; 0 for no limit. */
    InFlight(int max) {
        this.max = max;
    }

    /**
     * Requests a slot. Each call that got one must release it with {@link #leave}. A caller that stops waiting completes the
     * stage itself.
     *
     * @return completes when the call may begin; fails with {@link BackendException} if too many calls are waiting
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
                        max + " calls are in progress and " + waiting.size() + " are waiting"));
            }
            var slot = new CompletableFuture<Void>();
            waiting.add(slot);
            return slot;
        } finally {
            lock.unlock();
        }
    }

    /** Releases a slot; the first call that is still waiting begins. */
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
