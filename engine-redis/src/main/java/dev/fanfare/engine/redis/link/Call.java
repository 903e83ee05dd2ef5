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
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private long deadlineNanos;

    Call(LinkRequest<T> request) {
        this.request = request;
    }

    CompletableFuture<T> outcome() {
        return outcome;
    }

    boolean isDone() {
        return outcome.isDone();
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
                fail(cause instanceof EngineException known ? known : answered(server, cause));
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

    private static EngineException answered(String server, Throwable cause) {
        return new EngineUnavailableException("Redis at " + server + " failed: " + cause.getMessage(), cause);
    }
}
