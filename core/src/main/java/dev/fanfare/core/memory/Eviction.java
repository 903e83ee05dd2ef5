package dev.fanfare.core.memory;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.model.monitoring.MemoryKind;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes room in the budgets of the memory broker. Thread-safe; the caller must not hold the lock of a stripe.
 *
 * <p>The share that holds most is furthest above an equal share, and so it loses its largest histories, with a
 * precision of a factor of two. The age of a history has no influence, because the histories of an attacker are the most
 * recent ones. Of the positions of channels without history, a share loses those that were not read for the longest
 * time, and none that a subscriber needs.
 */
final class Eviction {
    /** The room to make beyond the need of the caller, so that evictions are rare and short. */
    private static final long STEP_BYTES = 1 << 20;

    private static final int STEPS_OF_LIMIT = 8;
    private static final int PARTS_OF_STEP = 8;

    private final Stripes<MemoryStripe> stripes;
    private final HistoryBudget budget;
    private final ReentrantLock lock = new ReentrantLock();

    Eviction(Stripes<MemoryStripe> stripes, HistoryBudget budget) {
        this.stripes = stripes;
        this.budget = budget;
    }

    /**
     * Makes room for a call that has failed with {@link NoRoomException}.
     *
     * @param share the share of the call
     * @param historyBytes the memory that the call needs for histories
     * @param metadataBytes the memory that the call needs for metadata
     */
    void makeRoom(String share, long historyBytes, long metadataBytes) {
        lock.lock();
        try {
            evictHistories(excess(budget.histories(), historyBytes));
            if (budget.isMetadataFull(share, metadataBytes)) {
                evictMetadata(share, step(budget.metadata().limit(), metadataBytes));
            }
            evictMetadata(excess(budget.metadata(), metadataBytes));
        } finally {
            lock.unlock();
        }
    }

    /** Takes a part from the largest share at a time, because another share may then be the largest. */
    private void evictHistories(long excess) {
        long left = excess;
        while (left > 0) {
            var shares = budget.largestFirst(HistoryShare::histories);
            long part = Math.max(1, Math.min(left, excess / PARTS_OF_STEP));
            long released = shares.isEmpty() ? 0 : evictHistories(shares.getFirst(), part);
            if (released == 0) {
                return;
            }
            left -= released;
        }
    }

    private long evictHistories(String share, long bytes) {
        long released = 0;
        for (int list = StreamLists.COUNT - 1; list > StreamLists.WITHOUT_HISTORY && released < bytes; list--) {
            released += evict(share, list, MemoryKind.HISTORIES, bytes - released, bytes);
        }
        return released;
    }

    private void evictMetadata(long excess) {
        long left = excess;
        for (var share : budget.largestFirst(HistoryShare::metadata)) {
            left -= left > 0 ? evictMetadata(share, left) : 0;
        }
    }

    private long evictMetadata(String share, long bytes) {
        long released = 0;
        for (int list = StreamLists.UNPUBLISHED; list <= StreamLists.WITHOUT_HISTORY; list++) {
            // First the oldest streams of each stripe, then the others.
            released += evict(share, list, MemoryKind.METADATA, bytes - released, 1 + bytes / Stripes.COUNT);
            released += evict(share, list, MemoryKind.METADATA, bytes - released, bytes);
        }
        return released;
    }

    private long evict(String share, int list, MemoryKind kind, long bytes, long bytesOfStripe) {
        long released = 0;
        for (int i = 0; i < Stripes.COUNT && released < bytes; i++) {
            released += stripes.at(i).evict(share, list, kind, Math.min(bytesOfStripe, bytes - released));
        }
        return released;
    }

    private static long excess(MemoryBudget of, long bytes) {
        return of.used() + bytes > of.limit() ? of.used() + step(of.limit(), bytes) - of.limit() : 0;
    }

    private static long step(long limit, long bytes) {
        return Math.max(bytes, Math.min(STEP_BYTES, limit / STEPS_OF_LIMIT));
    }
}
