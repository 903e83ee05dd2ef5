package dev.fanfare.app.internal.concurrent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits for stages. */
public final class Blocking {
    private Blocking() {}

    /**
     * Waits for the stage and returns its value.
     *
     * @throws RuntimeException the failure of the stage
     * @throws CancellationException if the waiting thread is interrupted; its interrupt flag stays set
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
