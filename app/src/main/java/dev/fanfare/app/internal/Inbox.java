package dev.fanfare.app.internal;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the application. Event loops fill it, one thread empties it. Messages bound it by not reading from a
 * client whose messages fill it: {@link #put} says when to pause, {@link #take} when to go on. What others send is bounded
 * by refusing it: {@link #offer}. Small, because every connection has one.
 *
 * @param <T> what waits
 */
public final class Inbox<T> {
    private static final int HIGH_BYTES = 256 * 1024;
    private static final int LOW_BYTES = HIGH_BYTES / 2;
    /** What a waiting thing costs beside its bytes, roughly. */
    private static final int OVERHEAD_BYTES = 64;

    private final ConcurrentLinkedQueue<T> waitingThings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private final ToIntFunction<? super T> size;
    private final Runnable onRoom;
    private volatile boolean closed;

    /**
     * An inbox that calls {@code onRoom}, on the emptying thread, when it falls below its mark.
     *
     * @param size of a thing in bytes
     */
    public Inbox(ToIntFunction<? super T> size, Runnable onRoom) {
        this.size = size;
        this.onRoom = onRoom;
    }

    /** Adds a thing; true when the client should not be read from for now. */
    public boolean put(T thing) {
        int before = bytes.getAndAdd(cost(thing));
        add(thing);
        return before + cost(thing) > HIGH_BYTES;
    }

    /** Adds a thing that can't be held back where it comes from; false when too much waits already. */
    public boolean offer(T thing) {
        if (bytes.getAndAdd(cost(thing)) > HIGH_BYTES) {
            bytes.addAndGet(-cost(thing));
            return false;
        }
        add(thing);
        return true;
    }

    /** No more will come; what waits can still be taken. */
    public void close() {
        closed = true;
        LockSupport.unpark(waiting.get());
    }

    /** The next thing, or null when none waits. */
    public @Nullable T poll() {
        var thing = waitingThings.poll();
        if (thing != null) {
            int before = bytes.getAndAdd(-cost(thing));
            if (before > LOW_BYTES && before - cost(thing) <= LOW_BYTES) {
                onRoom.run();
            }
        }
        return thing;
    }

    /**
     * Waits for the next thing; null when the inbox is closed and empty, or when the thread is interrupted.
     *
     * @throws IllegalStateException when another thread is waiting already
     */
    public @Nullable T take() {
        var thing = poll();
        if (thing != null) {
            return thing;
        }
        if (!waiting.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException("another thread is receiving from this WebSocket");
        }
        try {
            while (true) {
                boolean noMore = closed;
                thing = poll();
                if (thing != null || noMore || Thread.currentThread().isInterrupted()) {
                    return thing;
                }
                LockSupport.park(this);
            }
        } finally {
            waiting.set(null);
        }
    }

    public boolean isEmpty() {
        return waitingThings.isEmpty();
    }

    private void add(T thing) {
        waitingThings.add(thing);
        LockSupport.unpark(waiting.get());
    }

    private int cost(T thing) {
        return OVERHEAD_BYTES + size.applyAsInt(thing);
    }
}
