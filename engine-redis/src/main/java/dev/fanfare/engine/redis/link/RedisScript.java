package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
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
        return run(
                connection,
                Stream.of(keys).map(key -> key.getBytes(StandardCharsets.UTF_8)).toList(),
                List.of(arguments));
    }

    /** Runs the script with encoded keys. The lists do not change afterwards. Called on the link's loop. */
    public CompletionStage<List<Object>> run(
            StatefulRedisConnection<String, byte[]> connection, List<byte[]> keys, List<byte[]> arguments) {
        var outcome = new CompletableFuture<List<Object>>();
        send(connection, CommandType.EVALSHA, digest, keys, arguments).whenComplete((answer, failure) -> {
            if (failure instanceof RedisNoScriptException) {
                send(connection, CommandType.EVAL, source, keys, arguments)
                        .whenComplete((again, reason) -> complete(outcome, again, reason));
                connection.flushCommands();
            } else {
                complete(outcome, answer, failure);
            }
        });
        return outcome;
    }

    private static CompletionStage<List<Object>> send(
            StatefulRedisConnection<String, byte[]> connection,
            CommandType command,
            String script,
            List<byte[]> keys,
            List<byte[]> arguments) {
        var all = new CommandArgs<>(Link.CODEC).add(script).add(keys.size());
        keys.forEach(all::add);
        arguments.forEach(all::add);
        return connection.async().dispatch(command, new NestedMultiOutput<>(Link.CODEC), all);
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
