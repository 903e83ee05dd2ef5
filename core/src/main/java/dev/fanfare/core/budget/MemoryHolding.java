package dev.fanfare.core.budget;

import dev.fanfare.model.monitoring.MemoryKind;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * The bytes of one kind that one client holds. Thread-safe.
 *
 * <p>The client is shed by the weight of the holding, which exceeds its bytes if the client also references memory
 * that it shares with others.
 */
public final class MemoryHolding {
    private static final AtomicLongFieldUpdater<MemoryHolding> BYTES =
            AtomicLongFieldUpdater.newUpdater(MemoryHolding.class, "bytes");
    private static final AtomicLongFieldUpdater<MemoryHolding> WEIGHT =
            AtomicLongFieldUpdater.newUpdater(MemoryHolding.class, "weight");

    private final MemoryBudget budget;
    private final MemoryAccount account;
    private volatile long bytes;
    private volatile long weight;
    /** True once the holder was asked to release its memory. */
    private volatile boolean shed;

    MemoryHolding(MemoryBudget budget, MemoryAccount account) {
        this.budget = budget;
        this.account = account;
    }

    /**
     * Records that the client holds another number of bytes, even if the budget of the node has no room for them. The
     * first {@value MemoryAccount#UNCOUNTED_BYTES} bytes are not counted. Concurrent changes must form one sequence:
     * each begins with the bytes at which another one ends.
     *
     * @return false if this is an increase for which there is no room; the caller must then end the client
     */
    public boolean record(long before, long after) {
        long more = counted(after) - counted(before);
        return more == 0 || budget.record(this, more, more);
    }

    /** Sets the bytes and the weight if there is room for them, for a holding that only one thread changes. */
    boolean set(long newBytes, long newWeight) {
        return budget.change(this, newBytes - bytes, newWeight - weight);
    }

    /** Sets the bytes and the weight; returns false if there is no room, for a holding that only one thread changes. */
    boolean recordAll(long newBytes, long newWeight) {
        return budget.record(this, newBytes - bytes, newWeight - weight);
    }

    /** Sets the weight to 0 and keeps the bytes, for a holding that only one thread changes. */
    void keep() {
        set(bytes, 0);
    }

    private static long counted(long bytes) {
        return bytes <= MemoryAccount.UNCOUNTED_BYTES ? 0 : bytes;
    }

    long weight() {
        return weight;
    }

    boolean isShed() {
        return shed;
    }

    void clearShed() {
        shed = false;
    }

    boolean isAuthenticated() {
        return account.isAuthenticated();
    }

    /** Adds to the bytes and the weight. Returns the weight before. */
    long add(long moreBytes, long moreWeight) {
        BYTES.addAndGet(this, moreBytes);
        return WEIGHT.getAndAdd(this, moreWeight);
    }

    void shed(MemoryKind kind) {
        shed = true;
        account.shed(kind);
    }
}
