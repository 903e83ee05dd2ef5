package dev.fanfare.engine.redis.link;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.EngineUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request and its result. Created on any thread, sent on the link's loop.
 *
 * @param <T> type of the result
 */
final class Call<T> {
    private final LinkRequest<T> request;
    private final int size;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private long deadlineNanos;

    /**
     * Creates a call.
     *
     * @param size number of calls of the application that depend on the result
     */
    Call(LinkRequest<T> request, int size) {
        this.request = request;
        this.size = size;
    }

    int size() {
        return size;
    }

    CompletableFuture<T> outcome() {
        return outcome;
    }

    boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    /** Sets the deadline for the reply. */
    void due(long newDeadlineNanos) {
        deadlineNanos = newDeadlineNanos;
    }

    /**
     * Sends the request. The consumer receives the end of the request before the call completes: null, or the failure
     * reported by the server.
     */
    void send(
            StatefulRedisConnection<String, byte[]> connection, String server, Consumer<@Nullable Throwable> replies) {
        Stages.call(() -> request.send(connection)).whenComplete((answer, failure) -> {
            if (failure == null) {
                replies.accept(null);
                outcome.complete(answer);
            } else {
                var cause = FailureCause.of(failure);
                replies.accept(cause);
                fail(failure(server, cause));
            }
        });
    }

    /** Returns true if the server replied with an error, rather than being unreachable. */
    static boolean isErrorReply(Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                || failure.getCause() instanceof RedisCommandExecutionException;
    }

    void fail(EngineException why) {
        outcome.completeExceptionally(why);
    }

    /** Returns the failure of a call with this cause. */
    static EngineException failure(String server, Throwable cause) {
        return cause instanceof EngineException known
                ? known
                : new EngineUnavailableException("Redis at " + server + " failed: " + cause.getMessage(), cause);
    }
}
