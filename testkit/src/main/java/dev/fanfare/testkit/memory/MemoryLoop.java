package dev.fanfare.testkit.memory;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.concurrent.LoopThread;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An event loop with a real thread and the transport's manually advanced clock. Thread-safe, except for {@link #join}.
 */
final class MemoryLoop implements EventLoop {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final LoopClock clock;
    private final LoopActivity activity;
    private final MemoryGovernor governor;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
    private final AtomicInteger openBatches = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private final class Worker extends Thread implements LoopThread {
        Worker(Runnable work, String name) {
            super(work, name);
        }

        @Override
        public void execute(Runnable task) {
            MemoryLoop.this.execute(task);
        }
    }

    MemoryLoop(LoopClock clock, LoopActivity activity, MemoryGovernor governor) {
        this.clock = clock;
        this.activity = activity;
        this.governor = governor;
    }

    MemoryGovernor governor() {
        return governor;
    }

    @Override
    public void execute(Runnable task) {
        activity.enter();
        try {
            executor.execute(() -> run(task));
        } catch (RejectedExecutionException closed) {
            activity.leave();
            throw closed;
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (delay.isPositive()) {
            return clock.schedule(this, delay, task);
        }
        // Already due: runs without advancing the time.
        var cancelled = new AtomicBoolean();
        execute(() -> {
            if (!cancelled.get()) {
                task.run();
            }
        });
        return () -> cancelled.set(true);
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public boolean inEventLoop() {
        return Thread.currentThread() == thread.get();
    }

    @Override
    public FrameBatch join(List<Frame> frames) {
        return new MemoryFrameBatch(frames, openBatches);
    }

    /** Runs queued tasks, rejects new ones, and stops the thread; returns false if it is still busy after the time. */
    boolean shutDown(Duration time) {
        executor.shutdown();
        try {
            return executor.awaitTermination(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isShutDown() {
        return executor.isShutdown();
    }

    /** Returns the first failure of a task. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    private Thread newThread(Runnable work) {
        var made = new Worker(work, "memory-loop-" + COUNT.incrementAndGet());
        made.setDaemon(true);
        thread.set(made);
        return made;
    }

    private void run(Runnable task) {
        try {
            task.run();
            if (openBatches.get() > 0) {
                throw new IllegalStateException("a frame batch was not closed by the task that created it: " + task);
            }
        } catch (RejectedExecutionException closed) {
            // Tasks submitted to a closing loop are dropped, as by any other loop.
        } catch (RuntimeException | Error bug) {
            failure.compareAndSet(null, bug);
        } finally {
            activity.leave();
        }
    }
}
