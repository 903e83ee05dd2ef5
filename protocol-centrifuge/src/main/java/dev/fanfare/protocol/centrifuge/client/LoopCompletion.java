package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.transport.EventLoop;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Completes stages on an event loop. Stateless, thread-safe. */
final class LoopCompletion {
    private LoopCompletion() {}

    /** Calls the function now and returns a stage that completes on the loop. A thrown exception fails the stage. */
    static <T> CompletionStage<T> of(EventLoop loop, Supplier<? extends CompletionStage<T>> function) {
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(function.get(), "expected a stage, got null");
        } catch (Throwable failure) {
            return CompletableFuture.failedStage(failure);
        }
        var result = new CompletableFuture<T>();
        stage.whenComplete((value, failure) -> {
            if (loop.inEventLoop()) {
                complete(result, value, failure);
            } else {
                loop.execute(() -> complete(result, value, failure));
            }
        });
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }
}
