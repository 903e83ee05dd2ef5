package dev.fanfare.engine.redis.link;

import dev.fanfare.core.concurrent.Attempt;
import dev.fanfare.model.channel.EngineException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The first steps with a new connection, and what is said when one fails. Stateless. */
final class LinkHandshake {
    private static final String REPLICA = "slave";
    private static final Pattern USELESS = Pattern.compile("\\b(READONLY|LOADING|MASTERDOWN|MOVED|ASK|CLUSTERDOWN)\\b");

    private LinkHandshake() {}

    /** Opens it, or fails: never throws. */
    static CompletionStage<Void> open(Generation attempt, LinkAddress address, LinkLoop loop) {
        return Attempt.of(() -> address.resolve(loop)
                .thenComposeAsync(uri -> attempt.open(loop.patient(uri)), loop.executor())
                .whenCompleteAsync((opened, failure) -> {}, loop.executor()));
    }

    /** Makes the server know the scripts. */
    static CompletionStage<Void> load(List<RedisScript> scripts, StatefulRedisConnection<String, byte[]> connection) {
        var loading = scripts.stream()
                .map(script -> script.load(connection).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        connection.flushCommands();
        return CompletableFuture.allOf(loading);
    }

    /**
     * Fails when the server is a replica: it takes messages that no other server hears of. One that does not say what it is
     * counts as a master.
     */
    static CompletionStage<Void> requireMaster(StatefulRedisConnection<String, byte[]> connection) {
        var role = connection.async().role();
        connection.flushCommands();
        return role.handle((answer, failure) -> failure == null && !answer.isEmpty() && isReplica(answer.getFirst()))
                .thenAccept(replica -> {
                    if (replica) {
                        throw new EngineException("it is a replica");
                    }
                });
    }

    private static boolean isReplica(Object role) {
        return role instanceof byte[] name && REPLICA.equals(new String(name, StandardCharsets.US_ASCII));
    }

    /** True for a failure after which the server is no use: another one may be there by now. */
    static boolean isUseless(Throwable failure) {
        var message = failure.getMessage();
        return message != null && USELESS.matcher(message).find();
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
