package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.transport.EventLoop;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers that come from other threads, brought to an event loop. Stateless. */
final class LoopAnswer {
    private LoopAnswer() {}

    /** Asks now; what follows the answer runs on the loop. A question that throws is one that failed. */
    static <T> CompletionStage<T> of(EventLoop loop, Supplier<? extends CompletionStage<T>> question) {
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(question.get(), "a question was answered by no stage");
        } catch (Throwable failure) {
            return CompletableFuture.failedStage(failure);
        }
        var answer = new CompletableFuture<T>();
        stage.whenComplete((value, failure) -> {
            if (loop.inEventLoop()) {
                complete(answer, value, failure);
            } else {
                loop.execute(() -> complete(answer, value, failure));
            }
        });
        return answer;
    }

    private static <T> void complete(CompletableFuture<T> answer, T value, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(failure);
        }
    }
}
