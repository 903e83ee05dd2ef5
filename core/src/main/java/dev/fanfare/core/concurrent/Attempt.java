package dev.fanfare.core.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Calls of what answers by a stage. Stateless. */
public final class Attempt {
    private Attempt() {}

    /** What the call returns; a stage that failed when it throws instead. */
    public static <T> CompletionStage<T> of(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }
}
