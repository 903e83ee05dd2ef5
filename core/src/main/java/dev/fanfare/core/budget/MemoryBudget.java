package dev.fanfare.core.budget;

import dev.fanfare.model.monitoring.MemoryKind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of one kind of memory that a node holds, and their limit. Thread-safe.
 *
 * <p>Above three quarters of the limit, clients are shed until half of the limit is in use: unauthenticated before
 * authenticated clients, and clients that hold more memory before clients that hold less. At the limit, reservations
 * are refused. An episode begins with the first shed client or refusal and ends when at most half of the limit is in
 * use; each episode is logged with one line at its beginning and one at its end.
 */
public final class MemoryBudget {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);
    /** Holdings are grouped by the binary logarithm of their bytes. */
    private static final int SIZE_CLASSES = 64;

    private final MemoryKind kind;
    private final long limit;
    private final long highWater;
    private final long lowWater;
    private final AtomicLong used = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final Set<MemoryHolding> holdings = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean shedding = new AtomicBoolean();
    private final AtomicBoolean episode = new AtomicBoolean();
    private volatile long refusedBefore;
    private volatile long shedBefore;

    MemoryBudget(MemoryKind kind, long limit) {
        this.kind = kind;
        this.limit = limit;
        this.lowWater = limit / 2;
        this.highWater = lowWater + limit / 4;
    }

    /** Reserves bytes. Returns false, without any reservation, if they would exceed the limit. */
    public boolean tryReserve(long bytes) {
        if (reserveIfFree(bytes)) {
            return true;
        }
        refused.increment();
        return false;
    }

    /** Reserves bytes as {@link #tryReserve} does, for a caller that makes room instead of refusing. */
    public boolean reserveIfFree(long bytes) {
        long now = used.addAndGet(bytes);
        if (now > limit || now < 0) {
            used.addAndGet(-bytes);
            begin();
            return false;
        }
        return true;
    }

    /** Returns true if the limit is reached; for memory that is reserved after its admission. */
    public boolean isFull() {
        return used.get() >= limit;
    }

    /** Counts a refusal because of {@link #isFull}. Has no effect below the limit. */
    public void refuse() {
        if (isFull()) {
            begin();
            refused.increment();
        }
    }

    /** Counts a request that the caller refuses, for lack of room or because of a limit for a part of this budget. */
    public void countRefused() {
        refused.increment();
    }

    /** Counts a holding that the caller has released to make room. */
    public void countShed() {
        shed.increment();
    }

    /** Reserves bytes that cannot be refused, even above the limit. */
    public void reserve(long bytes) {
        used.addAndGet(bytes);
    }

    /** Releases reserved bytes. */
    public void release(long bytes) {
        if (used.addAndGet(-bytes) <= lowWater && episode.get()) {
            end();
        }
    }

    /** Returns the bytes in use. */
    public long used() {
        return used.get();
    }

    /** Returns the limit in bytes. */
    public long limit() {
        return limit;
    }

    /** Returns the number of refused reservations since the start. */
    public long refused() {
        return refused.sum();
    }

    /** Returns the number of clients and other holdings that were shed since the start. */
    public long shed() {
        return shed.sum();
    }

    /** Changes a holding. Returns false, without any change, if there is no room for an increase. */
    boolean change(MemoryHolding holding, long moreBytes, long moreWeight) {
        if (moreBytes > 0 && !tryReserve(moreBytes)) {
            return false;
        }
        update(holding, moreBytes, moreWeight);
        return true;
    }

    /** Changes a holding; returns false if the increase exceeds the limit, which still takes effect. */
    boolean record(MemoryHolding holding, long moreBytes, long moreWeight) {
        boolean room = moreBytes <= 0 || tryReserve(moreBytes);
        if (!room) {
            reserve(moreBytes);
        }
        update(holding, moreBytes, moreWeight);
        return room;
    }

    private void update(MemoryHolding holding, long moreBytes, long moreWeight) {
        if (moreBytes != 0 || moreWeight != 0) {
            long before = holding.add(moreBytes, moreWeight);
            if (before == 0 || before + moreWeight == 0) {
                enlist(holding);
            }
        }
        if (moreBytes < 0) {
            release(-moreBytes);
        }
        if (moreWeight > 0 && used.get() > highWater) {
            shedLargest();
        }
    }

    /** Keeps the set of holdings equal to those with a weight, in the presence of concurrent changes. */
    private void enlist(MemoryHolding holding) {
        boolean listed;
        do {
            listed = holding.weight() > 0;
            if (listed) {
                holdings.add(holding);
            } else {
                holdings.remove(holding);
                holding.clearShed();
            }
        } while (listed != holding.weight() > 0);
    }

    /** Sheds as many clients as hold the bytes above the low-water mark. Linear in the number of holdings. */
    private void shedLargest() {
        if (!shedding.compareAndSet(false, true)) {
            return;
        }
        try {
            long[] guests = new long[SIZE_CLASSES];
            long[] authenticated = new long[SIZE_CLASSES];
            long released = 0;
            for (var holding : holdings) {
                long weight = holding.weight();
                if (holding.isShed()) {
                    released += weight;
                } else {
                    (holding.isAuthenticated() ? authenticated : guests)[sizeClass(weight)] += weight;
                }
            }
            long excess = used.get() - released - lowWater;
            if (used.get() - released > highWater) {
                begin();
                excess -= shed(false, guests, excess);
                shed(true, authenticated, excess);
            }
        } finally {
            shedding.set(false);
        }
    }

    /** Sheds clients of the largest size classes that together hold the excess. Returns the bytes of these clients. */
    private long shed(boolean authenticated, long[] bytesPerClass, long excess) {
        long total = 0;
        for (int sizeClass = SIZE_CLASSES - 1; sizeClass >= 0 && total < excess; sizeClass--) {
            if (bytesPerClass[sizeClass] > 0) {
                total += shedClass(authenticated, sizeClass, excess - total);
            }
        }
        return total;
    }

    private long shedClass(boolean authenticated, int sizeClass, long excess) {
        long total = 0;
        for (var holding : holdings) {
            long weight = holding.weight();
            if (total >= excess) {
                break;
            }
            if (!holding.isShed()
                    && weight > 0
                    && sizeClass(weight) == sizeClass
                    && holding.isAuthenticated() == authenticated) {
                total += weight;
                shed.increment();
                holding.shed(kind);
            }
        }
        return total;
    }

    private static int sizeClass(long bytes) {
        return SIZE_CLASSES - 1 - Long.numberOfLeadingZeros(Math.max(1, bytes));
    }

    private void begin() {
        if (!episode.get() && episode.compareAndSet(false, true)) {
            refusedBefore = refused.sum();
            shedBefore = shed.sum();
            LOG.warn(
                    "memory-pressure kind={} used={} limit={}: shedding the largest users of this memory and refusing requests",
                    kind.label(),
                    used.get(),
                    limit);
        }
    }

    private void end() {
        if (episode.compareAndSet(true, false)) {
            LOG.info(
                    "memory-pressure-ended kind={} used={} limit={} shed={} refused={}",
                    kind.label(),
                    used.get(),
                    limit,
                    shed.sum() - shedBefore,
                    refused.sum() - refusedBefore);
        }
    }
}
