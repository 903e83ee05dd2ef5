package dev.fanfare.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server for examples, on a free port of the loopback interface and without persistence. Its library is on the class path of
 * {@code example} only. Thread-safe.
 */
final class EmbeddedRedis implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final RedisServer server;
    private final int port;

    private EmbeddedRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a server.
     *
     * @throws IllegalStateException if it cannot run on this platform, or if the archive, which does not contain it, was installed
     */
    static EmbeddedRedis start() {
        try {
            return start(ExecutableProvider.newJarResourceProvider());
        } catch (NoClassDefFoundError absent) {
            throw new IllegalStateException(
                    "this installation does not contain the embedded Redis; start a Redis server (Debian: apt-get install"
                            + " redis-server) and pass its address with --redis URL",
                    absent);
        }
    }

    static EmbeddedRedis start(ExecutableProvider executables) {
        int port = freePort();
        try {
            var executable = executables.get();
            executable.deleteOnExit();
            var server = RedisServer.newRedisServer()
                    .executableProvider(() -> executable)
                    .bind(LOOPBACK)
                    .port(port)
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            return new EmbeddedRedis(server, port);
        } catch (IOException | RuntimeException failure) {
            throw new IllegalStateException(
                    "the embedded Redis cannot run on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + failure.getMessage()
                            + "; start a Redis server (Debian: apt-get install redis-server) and pass its address with --redis URL",
                    failure);
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "redis://" + LOOPBACK + ":" + port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
