package dev.fanfare.transport.netty.loop;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop of Netty that returns to its sockets after a short time, however many tasks are queued. Netty reads the clock only
 * after every 64th task, which is too late for the slices of a fan-out. Confined to its thread.
 */
final class QuantumEventLoop extends SingleThreadIoEventLoop {
    /** The time for tasks before the sockets are polled. See RESULTS.md for the measurement. */
    static final long QUANTUM_MILLIS = 4;

    private static final long QUANTUM_NANOS = TimeUnit.MILLISECONDS.toNanos(QUANTUM_MILLIS);

    private boolean limited;
    private long began;

    QuantumEventLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
        super(group, executor, handlers, DEFAULT_MAX_PENDING_TASKS, RejectedExecutionHandlers.reject(), QUANTUM_MILLIS);
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
        return limited && System.nanoTime() - began > QUANTUM_NANOS ? null : super.pollTask();
    }
}
