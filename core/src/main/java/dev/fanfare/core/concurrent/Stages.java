package dev.fanfare.core.concurrent;

import dev.fanfare.model.channel.EngineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Turns exceptions of calls into failed stages. Stateless. */
public final class Stages {
    /** A completed stage without a value. */
    public static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private Stages() {}

    /** Calls an asynchronous operation. Returns a failed stage if the call throws. */
    public static <T> CompletionStage<T> call(Supplier<CompletionStage<T>> operation) {
        try {
            return operation.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    /** Runs a synchronous operation. Returns a stage with its result, or a failed stage for an {@link EngineException}. */
    public static <T> CompletionStage<T> of(Supplier<T> operation) {
        try {
            return CompletableFuture.completedStage(operation.get());
        } catch (EngineException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    /** Runs a synchronous operation without a result, as {@link #of} does. */
    public static CompletionStage<Void> ofRunning(Runnable operation) {
        try {
            operation.run();
            return DONE;
        } catch (EngineException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }
}
