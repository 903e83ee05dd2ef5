package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads by channel, at most one at a time for each channel. Thread-safe.
 *
 * <p>All calls that arrive during a read get the result of one later read. They do not get the result of the read in
 * progress, because it may not contain what the caller has written before its call.
 *
 * @param <T> type of the results
 */
final class SharedReads<T> {
    private record Pending<T>(
            CompletableFuture<T> running, @Nullable CompletableFuture<T> next) {}

    private final ConcurrentHashMap<String, Pending<T>> pending = new ConcurrentHashMap<>();
    private final Function<String, CompletionStage<T>> source;

    SharedReads(Function<String, CompletionStage<T>> source) {
        this.source = source;
    }

    CompletionStage<T> read(String channel) {
        var fresh = new CompletableFuture<T>();
        var now = pending.compute(channel, (key, known) -> {
            if (known == null) {
                return new Pending<>(fresh, null);
            }
            return known.next == null ? new Pending<>(known.running, fresh) : known;
        });
        if (now.running == fresh) {
            start(channel, fresh);
        }
        return (now.next == null ? now.running : now.next).minimalCompletionStage();
    }

    private void start(String channel, CompletableFuture<T> result) {
        Stages.call(() -> source.apply(channel)).whenComplete((value, failure) -> {
            var next = pending.computeIfPresent(
                    channel, (key, known) -> known.next == null ? null : new Pending<>(known.next, null));
            if (next != null) {
                start(channel, next.running);
            }
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }
}
