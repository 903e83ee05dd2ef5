package dev.fanfare.core.budget;

import dev.fanfare.model.monitoring.MemoryKind;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one client holds. Confined to the client's event loop, except for {@link #isAuthenticated} and {@link
 * #open}, which are thread-safe.
 *
 * <p>The first {@value #UNCOUNTED_BYTES} bytes of each kind are not counted, so that a small message that is consumed
 * at once costs nothing here. They belong to the fixed memory of a connection.
 */
public final class MemoryAccount {
    /** The bytes of each kind that are not counted. */
    public static final int UNCOUNTED_BYTES = 1024;

    private final MemoryGovernor governor;
    private final MemoryHolder holder;
    private volatile boolean authenticated;
    /** Null until the client holds something, because most connections are idle. */
    private @Nullable Map<MemoryKind, MemoryHolding> holdings;

    private @Nullable Runnable atClose;
    private boolean closed;

    MemoryAccount(MemoryGovernor governor, MemoryHolder holder) {
        this.governor = governor;
        this.holder = holder;
    }

    /**
     * Sets the bytes of one kind that the client holds now. Has no effect once the account is closed.
     *
     * @return false if this is an increase and the budget of the node has no room for it; the bytes are then counted as
     *     before, and the caller must refuse or discard the new data
     */
    public boolean hold(MemoryKind kind, long bytes) {
        return hold(kind, bytes, bytes);
    }

    /**
     * Sets the bytes as {@link #hold(MemoryKind, long)} does, for a client that also references memory that it shares
     * with others. The shared memory is reserved in the {@link #budget} once, not in each account.
     *
     * @param weight the bytes together with the shared bytes, by which clients are shed
     */
    public boolean hold(MemoryKind kind, long bytes, long weight) {
        var holding = holding(kind, weight);
        return holding == null || (weight <= UNCOUNTED_BYTES ? holding.set(0, 0) : holding.set(bytes, weight));
    }

    /**
     * Sets the bytes as {@link #hold(MemoryKind, long, long)} does, even if the budget of the node has no room for them,
     * because the client already holds them.
     *
     * @return false if this is an increase for which there is no room; the caller must then end the client
     */
    public boolean record(MemoryKind kind, long bytes, long weight) {
        var holding = holding(kind, weight);
        return holding == null || (weight <= UNCOUNTED_BYTES ? holding.set(0, 0) : holding.recordAll(bytes, weight));
    }

    /** Returns the holding of one kind, and opens it for a weight that counts; null if nothing counts. */
    private @Nullable MemoryHolding holding(MemoryKind kind, long weight) {
        if (closed) {
            return null;
        }
        var holding = holdings == null ? null : holdings.get(kind);
        if (holding == null && weight > UNCOUNTED_BYTES) {
            if (holdings == null) {
                holdings = new EnumMap<>(MemoryKind.class);
            }
            holding = open(kind);
            holdings.put(kind, holding);
        }
        return holding;
    }

    /** Records that the client cannot release the bytes of one kind before its end, so that it is not shed for them. */
    public void keep(MemoryKind kind) {
        var holding = holdings == null ? null : holdings.get(kind);
        if (holding != null) {
            holding.keep();
        }
    }

    /** Returns the budget of one kind. Thread-safe. */
    public MemoryBudget budget(MemoryKind kind) {
        return governor.budget(kind);
    }

    /**
     * Opens a holding that several threads can change. It is independent of {@link #hold} and {@link #close}: the
     * caller changes it to zero bytes at its end.
     */
    public MemoryHolding open(MemoryKind kind) {
        return new MemoryHolding(governor.budget(kind), this);
    }

    /** Marks the client as authenticated, so that it is shed after clients that are not. */
    public void authenticate() {
        authenticated = true;
    }

    /** Returns true if {@link #authenticate} was called. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    /** Sets the action that releases memory that the client shares with others. It runs at {@link #close}, or now after it. */
    public void atClose(Runnable action) {
        atClose = action;
        if (closed) {
            action.run();
        }
    }

    /** Releases everything that was set by {@link #hold}, at the end of the connection. Idempotent. */
    public void close() {
        closed = true;
        if (holdings != null) {
            holdings.values().forEach(holding -> holding.set(0, 0));
        }
        if (atClose != null) {
            atClose.run();
        }
    }

    void shed(MemoryKind kind) {
        holder.shed(kind);
    }
}
