package dev.fanfare.app.internal;

import dev.fanfare.core.channel.Payload;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for the application. The event loop fills it, one thread empties it. It is bounded by not reading
 * from a client whose messages fill it: {@link #put} says when to pause, {@link #take} when to go on. Small, because
 * every connection has one.
 */
public final class Inbox {
    private static final int HIGH_BYTES = 256 * 1024;
    private static final int LOW_BYTES = HIGH_BYTES / 2;
    /** What a waiting message costs beside its bytes, roughly. */
    private static final int OVERHEAD_BYTES = 64;

    private final ConcurrentLinkedQueue<Payload> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private final Runnable onRoom;
    private volatile boolean closed;

    /** An inbox that calls {@code onRoom}, on the emptying thread, when it falls below its mark. */
    public Inbox(Runnable onRoom) {
        this.onRoom = onRoom;
    }

    /** Adds a message; true when the client should not be read from for now. */
    public boolean put(Payload message) {
        int before = bytes.getAndAdd(cost(message));
        messages.add(message);
        LockSupport.unpark(waiting.get());
        return before + cost(message) > HIGH_BYTES;
    }

    /** No more messages will come; those that wait can still be taken. */
    public void close() {
        closed = true;
        LockSupport.unpark(waiting.get());
    }

    /** The next message, or null when none waits. */
    public @Nullable Payload poll() {
        var message = messages.poll();
        if (message != null) {
            int before = bytes.getAndAdd(-cost(message));
            if (before > LOW_BYTES && before - cost(message) <= LOW_BYTES) {
                onRoom.run();
            }
        }
        return message;
    }

    /**
     * Waits for the next message; null when the inbox is closed and empty, or when the thread is interrupted.
     *
     * @throws IllegalStateException when another thread is waiting already
     */
    public @Nullable Payload take() {
        var message = poll();
        if (message != null) {
            return message;
        }
        if (!waiting.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException("another thread is receiving from this WebSocket");
        }
        try {
            while (true) {
                boolean noMore = closed;
                message = poll();
                if (message != null || noMore || Thread.currentThread().isInterrupted()) {
                    return message;
                }
                LockSupport.park(this);
            }
        } finally {
            waiting.set(null);
        }
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    private static int cost(Payload message) {
        return OVERHEAD_BYTES + message.size();
    }
}
