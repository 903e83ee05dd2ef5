package dev.fanfare.app.internal.concurrent;

import dev.fanfare.core.budget.MemoryHolding;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from event loops to one thread of the application. Thread-safe for adding; one thread at a time removes items.
 *
 * <p>Messages of the client are bounded by flow control: {@link #put} returns when to stop reading from the client, and the callback of
 * the constructor reports when to continue. Items of other senders are bounded by {@link #offer}, which rejects them. All inboxes of a
 * node together are bounded by the budget of their memory holdings. Every connection has an inbox, so it is small.
 *
 * <p>A virtual thread occupies its carrier thread until it waits, and a flooded inbox never gives its thread a reason to wait. The
 * removal of items therefore ends a turn from time to time and lets the threads of other connections run.
 *
 * @param <T> the type of the items
 */
public final class Inbox<T> {
    private static final int HIGH_BYTES = 256 * 1024;
    private static final int LOW_BYTES = HIGH_BYTES / 2;
    /** The approximate memory of a queued item in addition to its bytes. */
    private static final int OVERHEAD_BYTES = 64;
    /** The limits of a turn. */
    private static final int TURN_ITEMS = 256;

    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The result of {@link #put}. */
    public enum Room {
        /** There is room for further messages. */
        FREE,
        /** Reading from the client must pause. */
        FULL,
        /** The node has no memory for the message, which is queued; the client must be disconnected. */
        EXHAUSTED
    }

    private final ConcurrentLinkedQueue<T> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private final MemoryHolding memory;
    private final ToIntFunction<? super T> size;
    private final Runnable onRoom;
    private final Wakeups wakeups;
    private volatile boolean closed;
    private volatile boolean discarded;
    /** The items of the current turn; 0 before a turn. Confined to the removing thread, like {@link #turnStart}. */
    private int turnItems;

    private long turnStart;

    /**
     * Creates an inbox.
     *
     * @param memory counts the bytes of the items
     * @param size returns the size of an item in bytes
     * @param onRoom called on the removing thread when the inbox falls below its low-water mark
     * @param wakeups wakes the waiting thread; its loop adds the items
     */
    public Inbox(MemoryHolding memory, ToIntFunction<? super T> size, Runnable onRoom, Wakeups wakeups) {
        this.memory = memory;
        this.size = size;
        this.onRoom = onRoom;
        this.wakeups = wakeups;
    }

    /** Adds an item. */
    public Room put(T item) {
        int cost = cost(item);
        int before = bytes.getAndAdd(cost);
        boolean counted = memory.record(before, before + cost);
        add(item);
        if (!counted) {
            return Room.EXHAUSTED;
        }
        return before + cost > HIGH_BYTES ? Room.FULL : Room.FREE;
    }

    /** Adds an item; returns false if the inbox is full or the node has no memory for the item. */
    public boolean offer(T item) {
        int cost = cost(item);
        int before = bytes.getAndAdd(cost);
        if (!memory.record(before, before + cost) || before > HIGH_BYTES) {
            removed(cost);
            return false;
        }
        add(item);
        return true;
    }

    /** Closes the inbox; queued items can still be removed. */
    public void close() {
        closed = true;
        unparkWaiting();
    }

    /** Removes the next item; returns null if the inbox is empty. Lets other threads run if the turn of the thread is over. */
    public @Nullable T poll() {
        var item = remove();
        if (item == null) {
            turnItems = 0;
        } else {
            continueTurn();
        }
        return item;
    }

    /** Closes the inbox and discards the items, later items included. Returns the number of items. */
    public long discard() {
        discarded = true;
        close();
        long number = 0;
        while (remove() != null) {
            number++;
        }
        return number;
    }

    private @Nullable T remove() {
        var item = items.poll();
        if (item != null) {
            removed(cost(item));
        }
        return item;
    }

    /**
     * Ends the turn at its limits. {@code Thread.yield()} and a short sleep do not suffice: as long as threads resume
     * from them, a carrier thread runs only these, and the threads that event loops have woken wait in other queues.
     * The loop therefore wakes this thread, after the threads of other connections and at the pace of the loop.
     */
    private void continueTurn() {
        turnItems++;
        if (turnItems == 1) {
            turnStart = System.nanoTime();
        } else if (turnItems >= TURN_ITEMS || System.nanoTime() - turnStart > TURN_NANOS) {
            turnItems = 0;
            awaitLoop();
        }
    }

    /** Parks until the loop has performed its pending work. */
    private void awaitLoop() {
        var thread = Thread.currentThread();
        try {
            wakeups.loop().execute(() -> LockSupport.unpark(thread));
        } catch (RejectedExecutionException ended) {
            return;
        }
        LockSupport.park(this);
    }

    private void removed(int cost) {
        int before = bytes.getAndAdd(-cost);
        memory.record(before, before - cost);
        if (before > LOW_BYTES && before - cost <= LOW_BYTES) {
            onRoom.run();
        }
    }

    /**
     * Waits for the next item and removes it; returns null if the inbox is closed and empty, or if the thread is interrupted.
     *
     * @throws IllegalStateException if another thread is waiting
     */
    public @Nullable T take() {
        var item = poll();
        if (item != null) {
            return item;
        }
        if (!waiting.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException(
                    "another thread is receiving from this WebSocket: receive on one thread at a time");
        }
        try {
            while (true) {
                boolean noMore = closed;
                item = poll();
                if (item != null || noMore || Thread.currentThread().isInterrupted()) {
                    return item;
                }
                LockSupport.park(this);
            }
        } finally {
            waiting.set(null);
        }
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    private void add(T item) {
        items.add(item);
        if (discarded) {
            discard();
        }
        if (waiting.get() != null) {
            wakeups.execute(this::unparkWaiting);
        }
    }

    private void unparkWaiting() {
        LockSupport.unpark(waiting.get());
    }

    private int cost(T item) {
        return OVERHEAD_BYTES + size.applyAsInt(item);
    }
}
