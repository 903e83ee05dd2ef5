package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script that is run by its digest. Immutable.
 *
 * <p>Every new connection first loads all scripts. If the server has lost one since, the full script is sent again.
 */
public final class RedisScript {
    private final String source;
    private final String digest;

    private RedisScript(String source) {
        this.source = source;
        this.digest = sha1(source);
    }

    /** Creates a script from the concatenated resources next to a class. */
    public static RedisScript of(Class<?> neighbour, String... resources) {
        return new RedisScript(
                Stream.of(resources).map(each -> read(neighbour, each)).collect(Collectors.joining("\n")));
    }

    private static String read(Class<?> neighbour, String resource) {
        try (var in = neighbour.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource + " next to " + neighbour);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Loads the script into the server. */
    CompletionStage<?> load(StatefulRedisConnection<String, byte[]> connection) {
        return connection.async().scriptLoad(source);
    }

    /** Runs the script, which always returns an array. Called on the link's loop. */
    public CompletionStage<List<Object>> run(
            StatefulRedisConnection<String, byte[]> connection, String[] keys, byte[]... arguments) {
        var outcome = new CompletableFuture<List<Object>>();
        connection
                .async()
                .<List<Object>>evalsha(digest, ScriptOutputType.MULTI, keys, arguments)
                .whenComplete((answer, failure) -> {
                    if (failure instanceof RedisNoScriptException) {
                        runWhole(connection, keys, arguments, outcome);
                    } else {
                        complete(outcome, answer, failure);
                    }
                });
        return outcome;
    }

    private void runWhole(
            StatefulRedisConnection<String, byte[]> connection,
            String[] keys,
            byte[][] arguments,
            CompletableFuture<List<Object>> outcome) {
        connection
                .async()
                .<List<Object>>eval(source, ScriptOutputType.MULTI, keys, arguments)
                .whenComplete((answer, failure) -> complete(outcome, answer, failure));
        connection.flushCommands();
    }

    private static <T> void complete(CompletableFuture<T> outcome, T answer, @Nullable Throwable failure) {
        if (failure == null) {
            outcome.complete(answer);
        } else {
            outcome.completeExceptionally(failure);
        }
    }

    private static String sha1(String source) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-1 is not available", missing);
        }
    }
}
