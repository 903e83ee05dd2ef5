package dev.fanfare.core.budget;

import static java.util.Objects.requireNonNull;

import dev.fanfare.model.monitoring.MemoryKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * The memory budgets of one node. Thread-safe. Transport, sessions, engine and application share one governor, so that
 * what clients cause the node to hold is bounded in total.
 */
public final class MemoryGovernor {
    private final Map<MemoryKind, MemoryBudget> budgets = new EnumMap<>(MemoryKind.class);
    private final HistoryShares shares;

    /** Creates a governor whose budgets are empty. */
    public MemoryGovernor(MemoryLimits limits) {
        shares = limits.shares();
        for (var kind : MemoryKind.values()) {
            budgets.put(kind, new MemoryBudget(kind, limits.of(kind)));
        }
    }

    /** Creates a governor that counts and never refuses. */
    public static MemoryGovernor unlimited() {
        return new MemoryGovernor(MemoryLimits.NONE);
    }

    /** Returns the budget of one kind. */
    public MemoryBudget budget(MemoryKind kind) {
        return requireNonNull(budgets.get(kind));
    }

    /** Returns the parts of the memory engine's budgets that one share and one user may use. */
    public HistoryShares shares() {
        return shares;
    }

    /** Opens the account of one client. The client closes it at its end. */
    public MemoryAccount open(MemoryHolder holder) {
        return new MemoryAccount(this, holder);
    }
}
