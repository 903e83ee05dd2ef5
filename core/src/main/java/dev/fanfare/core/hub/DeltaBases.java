package dev.fanfare.core.hub;

import dev.fanfare.core.budget.MemoryBudget;

/**
 * Reserves memory for the last publications of channels, on which the next deltas are based. Thread-safe. They use free
 * memory of the budget of subscriptions, up to half of the budget. Without memory, a channel keeps none, and its next
 * publication is sent complete.
 */
final class DeltaBases {
    private final MemoryBudget budget;

    DeltaBases(MemoryBudget budget) {
        this.budget = budget;
    }

    boolean tryReserve(long bytes) {
        return budget.used() + bytes <= budget.limit() / 2 && budget.reserveIfFree(bytes);
    }

    void release(long bytes) {
        budget.release(bytes);
    }
}
