package dev.fanfare.core.budget;

import dev.fanfare.model.monitoring.MemoryKind;
import java.util.Arrays;
import java.util.List;

/**
 * The memory budgets of one node. Thread-safe. Transport, sessions, engine and application share one governor, so that
 * what clients cause the node to hold is bounded in total.
 */
public final class MemoryGovernor {
    private final List<MemoryBudget> budgets;

    /** Creates a governor whose budgets are empty. */
    public MemoryGovernor(MemoryLimits limits) {
        budgets = Arrays.stream(MemoryKind.values())
                .map(kind -> new MemoryBudget(kind, limits.of(kind)))
                .toList();
    }

    /** Creates a governor that counts and never refuses. */
    public static MemoryGovernor unlimited() {
        return new MemoryGovernor(MemoryLimits.NONE);
    }

    /** Returns the budget of one kind. */
    public MemoryBudget budget(MemoryKind kind) {
        return budgets.get(kind.ordinal());
    }

    /** Opens the account of one client. The client closes it at its end. */
    public MemoryAccount open(MemoryHolder holder) {
        return new MemoryAccount(this, holder);
    }
}
