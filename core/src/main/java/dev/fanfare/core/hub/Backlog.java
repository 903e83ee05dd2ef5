package dev.fanfare.core.hub;

import dev.fanfare.core.budget.MemoryBudget;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes queued in the mailboxes of one event loop. Thread-safe. Above the limit, publishes are rejected; at
 * half of the limit, publishers that wait for room continue. Bytes above {@value #UNCOUNTED_BYTES} also count in the
 * budget of the node, so that a loop that keeps up does not touch it.
 */
final class Backlog {
    /** One batch; belongs to the fixed memory of a loop. */
    static final int UNCOUNTED_BYTES = 64 * 1024;

    private final long limit;
    private final MemoryBudget budget;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

    Backlog(long limit, MemoryBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    boolean isFull() {
        return bytes.get() >= limit;
    }

    /**
     * Returns true at twice the limit of the loop or the node, which only pushes can reach that this node did not publish. They cannot
     * be rejected and are dropped.
     */
    boolean isFlooded() {
        return bytes.get() / 2 >= limit || budget.used() / 2 >= budget.limit();
    }

    void add(int more) {
        long now = bytes.addAndGet(more);
        if (now > UNCOUNTED_BYTES) {
            budget.reserve(now - Math.max(UNCOUNTED_BYTES, now - more));
        }
    }

    void remove(int fewer) {
        long now = bytes.addAndGet(-fewer);
        if (now + fewer > UNCOUNTED_BYTES) {
            budget.release(now + fewer - Math.max(UNCOUNTED_BYTES, now));
        }
        if (now <= limit / 2) {
            releaseWaiting();
        }
    }

    /** Completes when at most half of the limit is in use. */
    CompletionStage<Void> room() {
        var room = new CompletableFuture<Void>();
        waiting.add(room);
        if (bytes.get() <= limit / 2) {
            releaseWaiting();
        }
        return room;
    }

    private void releaseWaiting() {
        for (var room = waiting.poll(); room != null; room = waiting.poll()) {
            room.complete(null);
        }
    }
}
