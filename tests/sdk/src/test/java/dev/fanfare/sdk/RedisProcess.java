package dev.fanfare.sdk;

import dev.fanfare.core.port.Engine;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import redis.embedded.RedisServer;

/** A Redis server for several nodes. Confined to the thread of the test. */
final class RedisProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final RedisServer server;
    private final int port;
    private final Path directory;

    RedisProcess() {
        try {
            port = freePort();
            directory = Files.createTempDirectory("fanfare-sdk-redis");
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("dir " + directory)
                    .build();
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The URL of the server. */
    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Saves a snapshot. */
    void save() {
        run(redis -> redis.save());
    }

    /** Returns to the snapshot and to another replication id, as a failover to a lagging replica does. */
    void loseSinceSave() {
        run(redis -> debug(redis, "RELOAD", "NOSAVE"));
        failOver();
    }

    /** Changes the replication id, as a failover does. */
    void failOver() {
        run(redis -> debug(redis, "CHANGE-REPL-ID"));
    }

    private void run(Consumer<RedisCommands<String, String>> action) {
        var client = RedisClient.create(url());
        try (var connection = client.connect()) {
            action.accept(connection.sync());
        } finally {
            client.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    private static void debug(RedisCommands<String, String> redis, String... arguments) {
        var all = new CommandArgs<>(StringCodec.UTF8);
        List.of(arguments).forEach(all::add);
        redis.dispatch(CommandType.DEBUG, new StatusOutput<>(StringCodec.UTF8), all);
    }

    /** Creates a connected engine for another node. */
    Engine engine() {
        var engine = new RedisEngine(RedisSettings.of(url()));
        engine.ready()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return engine;
    }

    @Override
    public void close() {
        try {
            server.stop();
            Files.deleteIfExists(directory.resolve("dump.rdb"));
            Files.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
