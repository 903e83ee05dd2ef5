package dev.fanfare.engine.redis.link;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.model.channel.EngineException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The first steps on a new connection, and the description of their failures. Stateless. */
final class LinkHandshake {
    private static final String REPLICA = "slave";
    private static final Pattern USELESS = Pattern.compile("\\b(READONLY|LOADING|MASTERDOWN|MOVED|CLUSTERDOWN)\\b");

    private static final Pattern DENIED = Pattern.compile("^(NOPERM|ERR)\\b");

    private LinkHandshake() {}

    /** Opens the connections. Does not throw; failures complete the stage. */
    static CompletionStage<Void> open(Generation attempt, LinkAddress address, LinkLoop loop) {
        return Stages.call(() -> address.resolve(loop)
                .thenComposeAsync(uri -> attempt.open(loop.patient(uri)), loop.executor())
                .whenCompleteAsync((opened, failure) -> {}, loop.executor()));
    }

    /** Loads the scripts into the server. */
    static CompletionStage<Void> load(List<RedisScript> scripts, StatefulRedisConnection<String, byte[]> connection) {
        var loading = scripts.stream()
                .map(script -> script.load(connection).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        connection.flushCommands();
        return CompletableFuture.allOf(loading);
    }

    /**
     * Returns the identity of the server. Fails if the server is a replica, because other servers do not receive the
     * messages that it accepts, or if it cannot answer INFO. A server without a reported role counts as a primary.
     */
    static CompletionStage<ServerIdentity> requirePrimary(StatefulRedisConnection<String, byte[]> connection) {
        var role = connection.async().role();
        var server = info(connection, "server");
        var replication = info(connection, "replication");
        connection.flushCommands();
        return role.handle((answer, failure) -> failure == null && !answer.isEmpty() && isReplica(answer.getFirst()))
                .thenAccept(replica -> {
                    if (replica) {
                        throw new EngineException("it is a replica");
                    }
                })
                .thenCombine(server, (primary, info) -> info)
                .thenCombine(replication, (first, second) -> ServerIdentity.of(first + second));
    }

    /**
     * Returns a section of INFO; empty if the user of the connection has no permission. Fails if the server cannot reply at
     * present, for example because it is loading its data or running a long script.
     */
    private static CompletionStage<String> info(StatefulRedisConnection<String, byte[]> connection, String section) {
        return connection
                .async()
                .info(section)
                .exceptionallyCompose(failure -> isDenied(failure)
                        ? CompletableFuture.completedStage("")
                        : CompletableFuture.failedStage(failure));
    }

    /** Returns true if the user has no permission for a command, or if the server does not have it. */
    private static boolean isDenied(Throwable failure) {
        var message = FailureCause.of(failure).getMessage();
        return message != null && DENIED.matcher(message).find();
    }

    private static boolean isReplica(Object role) {
        return role instanceof byte[] name && REPLICA.equals(new String(name, StandardCharsets.US_ASCII));
    }

    /** Returns true for failures that make the server unusable; another one may have taken over. */
    static boolean isUseless(Throwable failure) {
        var message = failure.getMessage();
        return message != null && USELESS.matcher(message).find();
    }

    /** Returns the message of the innermost cause, which is the most specific one. */
    static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
