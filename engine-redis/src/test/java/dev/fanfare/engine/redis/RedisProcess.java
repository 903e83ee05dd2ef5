package dev.fanfare.engine.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server of a test with its own directory and port, which can be killed and restarted. Confined to the test's
 * thread.
 */
final class RedisProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path EMBEDDED = embedded();
    private static final String INSTALLED = "redis-server";

    private final Path directory;
    private final int port;
    private final List<String> command;
    private Process process;

    private RedisProcess(String executable, List<String> options) {
        this(executable, temporaryDirectory(), options);
    }

    private RedisProcess(String executable, Path directory, List<String> options) {
        this.directory = directory;
        this.port = freePort();
        this.command = new ArrayList<>(List.of(executable));
        command.addAll(options);
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", directory.toString()));
        this.process = launch();
    }

    /** Creates a server without persistence and with these further options. */
    static RedisProcess start(String... options) {
        return new RedisProcess(EMBEDDED.toString(), withoutSaving(options));
    }

    /** Creates an installed server with these options. */
    static RedisProcess startInstalled(String... options) {
        return new RedisProcess(INSTALLED, withoutSaving(options));
    }

    /** Creates a member of a cluster that has not met the others. */
    static RedisProcess startClusterMember() {
        return startInstalled(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "2000",
                "--cluster-port",
                Integer.toString(freePort()));
    }

    /** Creates an installed sentinel that monitors this master. */
    static RedisProcess startSentinel(String master, int masterPort, int quorum) {
        var directory = temporaryDirectory();
        var file = directory.resolve("sentinel.conf");
        try {
            Files.writeString(file, """
                    sentinel monitor %s 127.0.0.1 %d %d
                    sentinel down-after-milliseconds %s 1000
                    sentinel failover-timeout %s 5000
                    """.formatted(master, masterPort, quorum, master, master));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new RedisProcess(INSTALLED, directory, List.of(file.toString(), "--sentinel"));
    }

    /** Creates a server that writes its data before it answers. */
    static RedisProcess startDurable() {
        return start("--appendonly", "yes", "--appendfsync", "always");
    }

    /** Sends a command directly to a local server. */
    static void command(int port, Consumer<RedisCommands<String, String>> action) {
        var client = RedisClient.create("redis://127.0.0.1:" + port);
        try (var connection = client.connect()) {
            action.accept(connection.sync());
        } finally {
            client.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    /** The number of calls of a command since the statistics of a local server were reset. */
    static int calls(int port, String command) {
        var found = new AtomicInteger();
        command(
                port,
                redis -> found.set(redis.info("commandstats")
                        .lines()
                        .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
                        .map(line -> line.substring(line.indexOf('=') + 1, line.indexOf(',')))
                        .mapToInt(Integer::parseInt)
                        .sum()));
        return found.get();
    }

    /** The port for the other members of a cluster. */
    int busPort() {
        return Integer.parseInt(command.get(command.indexOf("--cluster-port") + 1));
    }

    int port() {
        return port;
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Kills the server with SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not end within " + PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server ends", interrupted);
        }
    }

    /** Starts the server again with its persisted data. */
    void restart() {
        process = launch();
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Process launch() {
        try {
            var launched = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(this::answers);
            return launched;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> withoutSaving(String... options) {
        var all = new ArrayList<>(List.of("--save", ""));
        all.addAll(List.of(options));
        return all;
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path embedded() {
        try {
            var executable = ExecutableProvider.newJarResourceProvider().get();
            executable.deleteOnExit();
            return executable.toPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("fanfare-redis");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
