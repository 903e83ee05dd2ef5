package dev.fanfare.app.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** The bridge from stages to blocking calls. */
public final class Blocking {
    private Blocking() {}

    /**
     * Waits for the stage and returns its value.
     *
     * @throws RuntimeException the stage's failure itself
     * @throws CancellationException when the waiting thread is interrupted; its flag is set again
     */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
