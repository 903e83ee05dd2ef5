package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.Stages;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads by key, at most one at a time for each key. Thread-safe.
 *
 * <p>All calls that arrive during a read get the result of one later read, which receives their arguments together. They
 * do not get the result of the read in progress, because it may not contain what the caller has written before its call.
 *
 * @param <K> type of the keys
 * @param <A> type of the arguments, which are values
 * @param <T> type of the results
 */
final class SharedReads<K, A, T> {
    /** A read and the distinct arguments of its callers. The arguments change only until the read starts. */
    private record Read<A, T>(CompletableFuture<T> result, Set<A> arguments) {}

    private record Pending<A, T>(
            Read<A, T> running, @Nullable Read<A, T> next) {}

    private final ConcurrentHashMap<K, Pending<A, T>> pending = new ConcurrentHashMap<>();
    private final BiFunction<K, Set<A>, CompletionStage<T>> source;

    /** Creates reads whose source receives the key and the arguments of all callers. */
    SharedReads(BiFunction<K, Set<A>, CompletionStage<T>> source) {
        this.source = source;
    }

    /** Creates reads without arguments other than the key. */
    static <K, T> Function<K, CompletionStage<T>> byKey(Function<K, CompletionStage<T>> source) {
        var reads = new SharedReads<K, K, T>((key, same) -> source.apply(key));
        return key -> reads.read(key, key);
    }

    CompletionStage<T> read(K key, A argument) {
        var fresh = new Read<A, T>(new CompletableFuture<>(), new LinkedHashSet<>(2));
        var now = pending.compute(key, (same, known) -> {
            if (known != null && known.next != null) {
                known.next.arguments.add(argument);
                return known;
            }
            fresh.arguments.add(argument);
            return known == null ? new Pending<>(fresh, null) : new Pending<>(known.running, fresh);
        });
        if (now.running == fresh) {
            start(key, fresh);
        }
        return (now.next == null ? now.running : now.next).result.minimalCompletionStage();
    }

    private void start(K key, Read<A, T> read) {
        Stages.call(() -> source.apply(key, read.arguments)).whenComplete((value, failure) -> {
            var next = pending.computeIfPresent(
                    key, (same, known) -> known.next == null ? null : new Pending<>(known.next, null));
            if (next != null) {
                start(key, next.running);
            }
            if (failure == null) {
                read.result.complete(value);
            } else {
                read.result.completeExceptionally(failure);
            }
        });
    }
}
