package dev.fanfare.app.internal.concurrent;

import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.Frame;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes frames from application threads to the session's event loop in batches, and blocks these threads while the client is slow.
 * {@link #send}, {@link #after} and {@link #close} are thread-safe; the rest is confined to the loop.
 */
public final class Sender {
    /** The maximum size of unsent frames before a thread waits, well below the limit of the outbox. One frame always fits. */
    private static final long WINDOW_BYTES = 64 * 1024;

    private final Session session;
    private final Executor ahead;
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong unsentBytes = new AtomicLong();
    private final AtomicReference<@Nullable CompletableFuture<Void>> room = new AtomicReference<>();
    /** Passed to the session, but not yet to the transport. Confined to the loop. */
    private long drainingBytes;

    private volatile boolean closed;

    /**
     * Creates a sender for this session.
     *
     * @param ahead runs tasks on the loop before later publications are delivered
     */
    public Sender(Session session, Executor ahead) {
        this.session = session;
        this.ahead = ahead;
    }

    /**
     * Sends a frame. Outside the loop, first waits for room in the window. Has no effect on a closed session.
     *
     * @param mayWait false on another event loop; only the limit of the outbox then applies
     */
    public void send(Frame frame, boolean mayWait) {
        if (session.loop().inEventLoop()) {
            session.send(frame);
            return;
        }
        if (mayWait) {
            awaitRoom(frame.size());
        } else {
            unsentBytes.addAndGet(frame.size());
        }
        frames.add(frame);
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            ahead.execute(this::drain);
        }
    }

    /** Runs the task on the loop after all frames that were sent before. */
    public void after(Runnable task) {
        session.loop().execute(() -> {
            drain();
            task.run();
        });
    }

    /** Called when the session has passed all replies to the transport. */
    public void onDrained() {
        unsentBytes.addAndGet(-drainingBytes);
        drainingBytes = 0;
        release();
    }

    /** Releases the waiting threads. */
    public void close() {
        closed = true;
        release();
    }

    private void drain() {
        scheduled.set(false);
        var batch = new ArrayList<Frame>();
        for (var frame = frames.poll(); frame != null; frame = frames.poll()) {
            batch.add(frame);
            drainingBytes += frame.size();
        }
        session.sendAll(batch);
        if (!session.hasWaitingReplies()) {
            onDrained();
        }
    }

    /** Waits until the frame fits into the window, and reserves its size. */
    private void awaitRoom(int size) {
        while (!closed && !enter(size)) {
            var mine = new CompletableFuture<Void>();
            var waited = room.compareAndSet(null, mine) ? mine : room.get();
            if (waited != null && !closed && !fits(unsentBytes.get(), size)) {
                Blocking.await(waited);
            }
        }
    }

    private boolean enter(int size) {
        long before = unsentBytes.get();
        while (fits(before, size)) {
            if (unsentBytes.compareAndSet(before, before + size)) {
                return true;
            }
            before = unsentBytes.get();
        }
        return false;
    }

    private static boolean fits(long before, int size) {
        return before == 0 || before + size <= WINDOW_BYTES;
    }

    private void release() {
        var waiting = room.getAndSet(null);
        if (waiting != null) {
            waiting.complete(null);
        }
    }
}
