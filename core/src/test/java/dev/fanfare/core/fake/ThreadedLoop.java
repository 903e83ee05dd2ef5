package dev.fanfare.core.fake;

import dev.fanfare.core.concurrent.LoopThread;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An event loop with a real thread and real time, for tests of concurrency. Thread-safe. If a task fails or leaves a frame batch
 * open, {@link #close} fails.
 */
public final class ThreadedLoop implements EventLoop, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Thread thread;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicInteger openBatches = new AtomicInteger();
    private final SentParts sentParts = new SentParts();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private final class Worker extends Thread implements LoopThread {
        Worker(Runnable work, String name) {
            super(work, name);
        }

        @Override
        public void execute(Runnable task) {
            ThreadedLoop.this.execute(task);
        }
    }

    public ThreadedLoop() {
        var made = new CompletableFuture<Thread>();
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            var worker = new Worker(work, "threaded-loop-" + COUNT.incrementAndGet());
            worker.setDaemon(true);
            made.complete(worker);
            return worker;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.prestartAllCoreThreads();
        thread = made.join();
    }

    /** Runs the work on the loop and returns its result or throws its exception. */
    public <T> T call(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, this)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Runs the work on the loop and waits for its end, or throws its exception. */
    public void run(Runnable work) {
        CompletableFuture.runAsync(work, this)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(guarded(task));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        try {
            var scheduled = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closing) {
            return () -> {}; // close() drops timers, and a task that still runs may set one
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean inEventLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public FrameBatch join(List<Frame> frames) {
        return new JoinedFrames(frames, openBatches, sentParts);
    }

    /**
     * Runs the waiting tasks, but no timers, and ends the thread.
     *
     * @throws IllegalStateException if a task has failed
     */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the loop is still busy after " + PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        var failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a task of the loop has failed", failed);
        }
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
                if (openBatches.get() > 0) {
                    throw new IllegalStateException("a frame batch outlives the task that made it: " + task);
                }
            } catch (RuntimeException | Error bug) {
                failure.compareAndSet(null, bug);
            }
        };
    }
}
