package dev.fanfare.abuse;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/** Threads that run one client after another. Thread-safe. */
final class Churn {
    private static final int THREADS = 2;
    private static final int MAX_FAILURES = 5;

    private final ChurnTarget target;
    private final LongConsumer onStop;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong lives = new AtomicLong();
    private final AtomicLong disconnects = new AtomicLong();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** Starts the threads. */
    Churn(ChurnTarget target, LongConsumer onStop) {
        this.target = target;
        this.onStop = onStop;
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("abuse-churn-" + i).start(this::run));
        }
    }

    private void run() {
        RandomGenerator random = ThreadLocalRandom.current();
        while (!stopped && failures.size() < MAX_FAILURES) {
            var life = ClientLife.ALL.get(random.nextInt(ClientLife.ALL.size()));
            try {
                life.run(target, random);
            } catch (UncheckedIOException disconnected) {
                disconnects.incrementAndGet();
            } catch (RuntimeException | AssertionError failure) {
                failures.add(failure);
            }
            lives.incrementAndGet();
        }
    }

    /** Waits until the last clients have ended. */
    void stop() {
        stopped = true;
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        onStop.accept(lives.get());
    }

    /** The number of clients so far. */
    long lives() {
        return lives.get();
    }

    /** The number of clients that the server has disconnected, for example after the timeout of the handshake on a busy machine. */
    long disconnects() {
        return disconnects.get();
    }

    /** The wrong replies. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }
}
