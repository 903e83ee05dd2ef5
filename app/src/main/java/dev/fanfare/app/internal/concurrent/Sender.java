package dev.fanfare.app.internal.concurrent;

import dev.fanfare.core.concurrent.CoalescedTask;
import dev.fanfare.core.concurrent.LoopThread;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.client.DisconnectReason;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final CoalescedTask draining;
    private final AtomicLong unsentBytes = new AtomicLong();
    private final AtomicReference<@Nullable CompletableFuture<Void>> room = new AtomicReference<>();
    /** Passed to the session, but not yet to the transport. Confined to the loop. */
    private long drainingBytes;

    private final AtomicBoolean overflowed = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Creates a sender for this session.
     *
     * @param ahead runs tasks on the loop before later publications are delivered
     */
    public Sender(Session session, Executor ahead) {
        this.session = session;
        this.draining = new CoalescedTask(ahead, this::drain);
    }

    /**
     * Sends a frame. Outside the event loops, first waits for room in the window. On another event loop only the limit of the
     * outbox applies, and the session is disconnected if more bytes are unsent. Has no effect on a closed session.
     *
     * @throws RejectedExecutionException if the event loop has ended
     */
    public void send(Frame frame) {
        if (session.loop().inEventLoop()) {
            session.send(frame);
            return;
        }
        if (!enter(frame.size())) {
            if (LoopThread.isCurrent()) {
                if (unsentBytes.addAndGet(frame.size()) > session.outboxMaxBytes()) {
                    overflow();
                    return;
                }
            } else {
                awaitRoom(frame.size());
            }
        }
        frames.add(frame);
        draining.schedule();
    }

    private void overflow() {
        if (!overflowed.getAndSet(true)) {
            session.loop().execute(() -> session.disconnect(DisconnectReason.SLOW));
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

    /** Removes the queued frames, so that they reach the session without a list in between. Confined to the loop. */
    private final class Queued implements Iterator<Frame> {
        private int left;

        Queued(int count) {
            this.left = count;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Frame next() {
            left--;
            var frame = frames.remove();
            drainingBytes += frame.size();
            return frame;
        }
    }

    /** Sends the frames that wait now. Later ones, which other event loops add without waiting, schedule the next task. */
    private void drain() {
        draining.clear();
        int count = frames.size();
        session.sendAll(() -> new Queued(count));
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
