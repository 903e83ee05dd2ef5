package dev.fanfare.core.memory;

import dev.fanfare.model.channel.EngineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The answers of an engine that has them at once. */
final class Stages {
    static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private Stages() {}

    /** What the action returns, or a stage that failed as it throws. */
    static <T> CompletionStage<T> of(Supplier<T> action) {
        try {
            return CompletableFuture.completedStage(action.get());
        } catch (EngineException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    /** Done, or a stage that failed as the action throws. */
    static CompletionStage<Void> ofRunning(Runnable action) {
        try {
            action.run();
            return DONE;
        } catch (EngineException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }
}
