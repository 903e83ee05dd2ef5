package dev.fanfare.app.internal.concurrent;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from event loops to one thread of the application. Thread-safe for adding; one thread at a time removes items.
 *
 * <p>Messages of the client are bounded by flow control: {@link #put} returns when to stop reading from the client, and the callback of
 * the constructor reports when to continue. Items of other senders are bounded by {@link #offer}, which rejects them. Every connection
 * has an inbox, so it is small.
 *
 * @param <T> the type of the items
 */
public final class Inbox<T> {
    private static final int HIGH_BYTES = 256 * 1024;
    private static final int LOW_BYTES = HIGH_BYTES / 2;
    /** The approximate memory of a queued item in addition to its bytes. */
    private static final int OVERHEAD_BYTES = 64;

    private final ConcurrentLinkedQueue<T> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private final ToIntFunction<? super T> size;
    private final Runnable onRoom;
    private volatile boolean closed;

    /**
     * Creates an inbox.
     *
     * @param size returns the size of an item in bytes
     * @param onRoom called on the removing thread when the inbox falls below its low-water mark
     */
    public Inbox(ToIntFunction<? super T> size, Runnable onRoom) {
        this.size = size;
        this.onRoom = onRoom;
    }

    /** Adds an item; returns true if reading from the client must pause. */
    public boolean put(T item) {
        int before = bytes.getAndAdd(cost(item));
        add(item);
        return before + cost(item) > HIGH_BYTES;
    }

    /** Adds an item; returns false if the inbox is full. */
    public boolean offer(T item) {
        if (bytes.getAndAdd(cost(item)) > HIGH_BYTES) {
            bytes.addAndGet(-cost(item));
            return false;
        }
        add(item);
        return true;
    }

    /** Closes the inbox; queued items can still be removed. */
    public void close() {
        closed = true;
        LockSupport.unpark(waiting.get());
    }

    /** Removes the next item; returns null if the inbox is empty. */
    public @Nullable T poll() {
        var item = items.poll();
        if (item != null) {
            int before = bytes.getAndAdd(-cost(item));
            if (before > LOW_BYTES && before - cost(item) <= LOW_BYTES) {
                onRoom.run();
            }
        }
        return item;
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
        LockSupport.unpark(waiting.get());
    }

    private int cost(T item) {
        return OVERHEAD_BYTES + size.applyAsInt(item);
    }
}
