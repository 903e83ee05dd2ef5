package dev.fanfare.core.concurrent;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Removes the wrappers that completion stages put around a failure. Stateless. */
public final class FailureCause {
    private FailureCause() {}

    /**
     * The failure that a stage was completed with: removes every {@link CompletionException} and {@link
     * ExecutionException} around it. Any other failure is returned as it is, and so is a wrapper without a cause.
     */
    public static Throwable of(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
