package dev.fanfare.transport.netty.loop;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop of Netty that returns to its sockets after a short time, however many tasks are queued. Netty reads the clock only
 * after every 64th task, which is too late for the slices of a fan-out. Confined to its thread.
 *
 * <p>Background tasks run when no other task is queued, and for a part of each quantum in any case. They are not in front of the
 * tasks of other connections, however many there are.
 */
final class QuantumEventLoop extends SingleThreadIoEventLoop {
    /** The time for tasks before the sockets are polled. See RESULTS.md for the measurement. */
    static final long QUANTUM_MILLIS = 4;

    private static final long QUANTUM_NANOS = TimeUnit.MILLISECONDS.toNanos(QUANTUM_MILLIS);
    /** The part of a quantum in which background tasks run first. */
    private static final long BACKGROUND_NANOS = QUANTUM_NANOS / 4;

    private final ArrayDeque<Runnable> background = new ArrayDeque<>();
    private boolean limited;
    private long began;

    QuantumEventLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
        super(group, executor, handlers, DEFAULT_MAX_PENDING_TASKS, RejectedExecutionHandlers.reject(), QUANTUM_MILLIS);
    }

    /** Queues a background task. Called on the loop. */
    void executeInBackground(Runnable task) {
        background.add(task);
    }

    @Override
    protected void run() {
        if (Thread.currentThread() instanceof NettyLoopThread thread) {
            thread.runs(this);
        }
        super.run();
    }

    @Override
    protected boolean hasTasks() {
        return super.hasTasks() || !background.isEmpty();
    }

    @Override
    protected boolean runAllTasks(long timeoutNanos) {
        limited = true;
        began = System.nanoTime();
        try {
            return super.runAllTasks(timeoutNanos);
        } finally {
            limited = false;
        }
    }

    /** Returns the next task; null if there is none, or if the quantum is over. */
    @Override
    protected @Nullable Runnable pollTask() {
        if (!limited) {
            return super.pollTask();
        }
        long elapsed = System.nanoTime() - began;
        if (elapsed > QUANTUM_NANOS) {
            return null;
        }
        if (elapsed < BACKGROUND_NANOS && !background.isEmpty()) {
            return background.poll();
        }
        var task = super.pollTask();
        return task == null ? background.poll() : task;
    }
}
