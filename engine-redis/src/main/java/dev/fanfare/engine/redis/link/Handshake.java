package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The first steps with a new connection, and what is said when one fails. Stateless. */
final class Handshake {
    private Handshake() {}

    /** Opens it, or fails: never throws. */
    static CompletionStage<Void> open(Generation attempt, RedisURI uri) {
        try {
            return attempt.open(uri);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    /** Makes the server know the scripts. */
    static CompletionStage<Void> load(List<Script> scripts, StatefulRedisConnection<String, byte[]> connection) {
        var loading = scripts.stream()
                .map(script -> script.load(connection).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        connection.flushCommands();
        return CompletableFuture.allOf(loading);
    }

    /** The innermost cause, which says what happened; the others say that something did. */
    static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
