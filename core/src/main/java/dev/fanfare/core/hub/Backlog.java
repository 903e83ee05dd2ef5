package dev.fanfare.core.hub;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes queued in the mailboxes of one event loop. Thread-safe. Above the limit, publishes are rejected; at
 * half of the limit, publishers that wait for room continue.
 */
final class Backlog {
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

    Backlog(long limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return bytes.get() >= limit;
    }

    void add(int more) {
        bytes.addAndGet(more);
    }

    void remove(int fewer) {
        if (bytes.addAndGet(-fewer) <= limit / 2) {
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
