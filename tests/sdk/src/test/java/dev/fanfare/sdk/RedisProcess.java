package dev.fanfare.sdk;

import dev.fanfare.core.port.Engine;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisServer;

/** A Redis server for several nodes. Confined to the thread of the test. */
final class RedisProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final RedisServer server;
    private final int port;

    RedisProcess() {
        try {
            port = freePort();
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
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
