package dev.fanfare.core.budget;

import dev.fanfare.model.monitoring.MemoryKind;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one client holds. Confined to the client's event loop.
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
    private @Nullable Map<MemoryKind, Holding> holdings;

    MemoryAccount(MemoryGovernor governor, MemoryHolder holder) {
        this.governor = governor;
        this.holder = holder;
    }

    /**
     * Sets the bytes of one kind that the client holds now.
     *
     * @return false if this is an increase and the budget of the node has no room for it; the bytes are then counted as
     *     before, and the caller must refuse or discard what it wanted to store
     */
    public boolean hold(MemoryKind kind, long bytes) {
        var holding = holdings == null ? null : holdings.get(kind);
        if (holding == null) {
            if (bytes <= UNCOUNTED_BYTES) {
                return true;
            }
            if (holdings == null) {
                holdings = new EnumMap<>(MemoryKind.class);
            }
            holding = new Holding(this);
            holdings.put(kind, holding);
        }
        return governor.budget(kind).change(holding, bytes <= UNCOUNTED_BYTES ? 0 : bytes);
    }

    /** Marks the client as authenticated, so that it is shed after clients that are not. */
    public void authenticate() {
        authenticated = true;
    }

    /** Returns true if {@link #authenticate} was called. Thread-safe. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    /** Releases everything, at the end of the connection. Idempotent. */
    public void close() {
        if (holdings != null) {
            holdings.forEach((kind, holding) -> governor.budget(kind).change(holding, 0));
        }
    }

    /** The counted bytes of one kind. */
    static final class Holding {
        final MemoryAccount account;
        /** Written by the event loop of the client, read by the thread that sheds. */
        volatile long bytes;
        /** True once the holder was asked to release its memory. */
        volatile boolean shed;

        Holding(MemoryAccount account) {
            this.account = account;
        }

        boolean isAuthenticated() {
            return account.authenticated;
        }

        void shed(MemoryKind kind) {
            shed = true;
            account.holder.shed(kind);
        }
    }
}
