package dev.fanfare.app.internal;

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
 * Carries what application threads send to the session's loop, many frames by one task, and makes those threads wait
 * while the client is slow. {@link #send} is thread-safe; the rest is confined to the loop.
 */
public final class Sender {
    /** So much may be on its way, or one frame, before a thread waits; well below the outbox's bound. */
    private static final long WINDOW_BYTES = 64 * 1024;

    private final Session session;
    private final Executor ahead;
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong underWayBytes = new AtomicLong();
    private final AtomicReference<@Nullable CompletableFuture<Void>> room = new AtomicReference<>();
    /** Given to the session, but not known to have left it. Confined to the loop. */
    private long carriedBytes;

    private volatile boolean closed;

    /**
     * A sender to this session.
     *
     * @param ahead runs tasks on its loop ahead of publications
     */
    public Sender(Session session, Executor ahead) {
        this.session = session;
        this.ahead = ahead;
    }

    /**
     * Sends a frame; off the loop, waits first while too much is on its way. Does nothing once closed.
     *
     * @param mayWait false on another event loop, which waits for nobody: the outbox's bound then decides alone
     */
    public void send(Frame frame, boolean mayWait) {
        if (session.loop().inEventLoop()) {
            session.send(frame);
            return;
        }
        if (mayWait) {
            awaitRoom(frame.size());
        } else {
            underWayBytes.addAndGet(frame.size());
        }
        frames.add(frame);
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            ahead.execute(this::carry);
        }
    }

    /** Runs the task on the loop behind everything that was sent before. */
    public void after(Runnable task) {
        session.loop().execute(() -> {
            carry();
            task.run();
        });
    }

    /** The session has handed to the transport what was carried to it. */
    public void onDrained() {
        underWayBytes.addAndGet(-carriedBytes);
        carriedBytes = 0;
        release();
    }

    /** Nobody needs to wait any more. */
    public void close() {
        closed = true;
        release();
    }

    private void carry() {
        scheduled.set(false);
        var batch = new ArrayList<Frame>();
        for (var frame = frames.poll(); frame != null; frame = frames.poll()) {
            batch.add(frame);
            carriedBytes += frame.size();
        }
        session.sendAll(batch);
        if (!session.hasWaitingReplies()) {
            onDrained();
        }
    }

    /** Waits until the frame fits, and counts it. */
    private void awaitRoom(int size) {
        while (!closed && !enter(size)) {
            var mine = new CompletableFuture<Void>();
            var waited = room.compareAndSet(null, mine) ? mine : room.get();
            if (waited != null && !closed && !fits(underWayBytes.get(), size)) {
                Blocking.await(waited);
            }
        }
    }

    private boolean enter(int size) {
        long before = underWayBytes.get();
        while (fits(before, size)) {
            if (underWayBytes.compareAndSet(before, before + size)) {
                return true;
            }
            before = underWayBytes.get();
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
