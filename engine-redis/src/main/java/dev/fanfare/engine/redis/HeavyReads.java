package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.model.channel.OverloadedException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the large replies in progress on one link, so that other calls and probes do not wait long behind them.
 * Thread-safe.
 *
 * <p>Further reads wait in order. Small reads do not wait.
 */
final class HeavyReads {
    /** Maximum number of large reads in progress. */
    static final int MAX_READS = 16;
    /** Maximum expected size of the large replies in progress. */
    static final long MAX_BYTES = 8L << 20;
    /** Expected size up to which a read is small. */
    static final long SMALL_BYTES = 64L << 10;

    /** Maximum number of waiting reads, which do not count in the limit of the link until they start. */
    static final int MAX_WAITING = 1 << 17;

    private record Waiting(long bytes, Runnable start) {}

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingReads = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger startRequests = new AtomicInteger();

    /**
     * Starts a read as soon as the limits permit it.
     *
     * @param expectedBytes expected size of the reply
     * @return the result; fails with {@link OverloadedException} if too many reads are waiting
     */
    <T> CompletionStage<T> run(long expectedBytes, Supplier<CompletionStage<T>> read) {
        long expected = Math.min(MAX_BYTES, expectedBytes);
        if (expected <= SMALL_BYTES) {
            return read.get();
        }
        if (waitingReads.incrementAndGet() > MAX_WAITING) {
            waitingReads.decrementAndGet();
            return CompletableFuture.failedStage(
                    new OverloadedException("more than " + MAX_WAITING + " large reads are waiting for Redis"));
        }
        var result = new CompletableFuture<T>();
        waiting.add(new Waiting(
                expected,
                () -> Stages.call(read).whenComplete((value, failure) -> {
                    end(expected);
                    complete(result, value, failure);
                })));
        startWaiting();
        return result;
    }

    private void end(long expected) {
        reads.decrementAndGet();
        bytes.addAndGet(-expected);
        startWaiting();
    }

    /** Starts the waiting reads that the limits permit, on one thread at a time. */
    private void startWaiting() {
        int requests = startRequests.incrementAndGet();
        if (requests > 1) {
            return;
        }
        while (requests > 0) {
            for (var next = next(); next != null; next = next()) {
                next.start.run();
            }
            requests = startRequests.addAndGet(-requests);
        }
    }

    private @Nullable Waiting next() {
        var first = waiting.peek();
        if (first == null || reads.get() >= MAX_READS || bytes.get() + first.bytes > MAX_BYTES) {
            return null;
        }
        waiting.remove();
        waitingReads.decrementAndGet();
        reads.incrementAndGet();
        bytes.addAndGet(first.bytes);
        return first;
    }

    private static <T> void complete(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }
}
