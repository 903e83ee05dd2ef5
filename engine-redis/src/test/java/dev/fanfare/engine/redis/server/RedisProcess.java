package dev.fanfare.engine.redis.server;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * A Redis server of a test with its own directory and port, which can be killed and restarted. Confined to the test's thread.
 *
 * <p>The ports are below the range from which operating systems choose ports of outgoing connections. If another process has taken a port
 * since it was chosen, the server starts on another one.
 */
public final class RedisProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 10_000;
    private static final int ATTEMPTS = 20;
    /** Redis adds this number to the port for the connections between the members of a cluster. */
    private static final int BUS_DISTANCE = 10_000;

    private final Path directory;
    private final List<String> options;
    private int port;
    private Process process;

    private RedisProcess(Path directory, List<String> options) {
        this.directory = directory;
        this.options = options;
        int attempt = 0;
        do {
            if (attempt++ == ATTEMPTS) {
                throw new IllegalStateException(
                        "a server with " + options + " ended on each of " + ATTEMPTS + " ports");
            }
            port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_PORT + PORTS);
            process = launch();
        } while (!process.isAlive());
    }

    /** Creates a server without persistence and with these further options. */
    public static RedisProcess start(String... options) {
        return new RedisProcess(temporaryDirectory(), withoutSaving(RedisExecutable.EMBEDDED, options));
    }

    /** Creates an installed server with these options. */
    public static RedisProcess startInstalled(String... options) {
        return new RedisProcess(temporaryDirectory(), withoutSaving(RedisExecutable.installed(), options));
    }

    /** Creates an installed server in cluster mode that is not connected to other members. */
    public static RedisProcess startClusterMember() {
        return startInstalled("--cluster-enabled", "yes", "--cluster-node-timeout", "5000");
    }

    /** Creates an installed sentinel that monitors this primary. */
    public static RedisProcess startSentinel(String name, int primaryPort, int quorum) {
        var directory = temporaryDirectory();
        var file = directory.resolve("sentinel.conf");
        try {
            Files.writeString(file, """
                    sentinel monitor %s 127.0.0.1 %d %d
                    sentinel down-after-milliseconds %s 3000
                    sentinel failover-timeout %s 5000
                    """.formatted(name, primaryPort, quorum, name, name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new RedisProcess(directory, List.of(RedisExecutable.installed(), file.toString(), "--sentinel"));
    }

    /** Creates a server that writes its data to the disk before it replies. */
    public static RedisProcess startDurable() {
        return start("--appendonly", "yes", "--appendfsync", "always");
    }

    /**
     * Sends a command directly to a local server. The connection is repeated if the server closes it: a sentinel that changes the
     * role of a server closes its connections.
     */
    public static void command(int port, Consumer<RedisCommands<String, String>> action) {
        var client = RedisClient.create("redis://127.0.0.1:" + port);
        try (var connection = Awaitility.await()
                .atMost(PATIENCE)
                .pollInSameThread()
                .ignoreExceptionsInstanceOf(RedisConnectionException.class)
                .until(client::connect, Objects::nonNull)) {
            action.accept(connection.sync());
        } finally {
            client.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    /** Sends a DEBUG command. */
    public static void debug(RedisCommands<String, String> redis, String... arguments) {
        var all = new CommandArgs<>(StringCodec.UTF8);
        List.of(arguments).forEach(all::add);
        redis.dispatch(CommandType.DEBUG, new StatusOutput<>(StringCodec.UTF8), all);
    }

    /** The number of calls of a command since the statistics of a local server were reset. */
    public static int calls(int port, String command) {
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

    /** Returns a section of INFO, also if a sentinel closes the connections of the server meanwhile. */
    public String info(String section) {
        var found = new AtomicReference<String>();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInSameThread()
                .ignoreExceptionsInstanceOf(RedisException.class)
                .until(() -> {
                    run(redis -> found.set(redis.info(section)));
                    return true;
                });
        return found.get();
    }

    /** The port for the other members of a cluster. */
    public int busPort() {
        return port + BUS_DISTANCE;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Kills the server with SIGKILL. */
    public void kill() {
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

    /** Starts the server again with its persisted data and on the same port. */
    public void restart() {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            process = launch();
            return process.isAlive();
        });
    }

    /** Saves a snapshot, which {@link #loseSinceSave()} restores. */
    public void save() {
        run(RedisCommands::save);
    }

    /** Returns to the snapshot and to another replication id, as a failover to a lagging replica does. */
    public void loseSinceSave() {
        run(redis -> debug(redis, "RELOAD", "NOSAVE"));
        failOver();
    }

    /** Changes the replication id, as a failover does. */
    public void failOver() {
        run(redis -> debug(redis, "CHANGE-REPL-ID"));
    }

    /** Sends a command directly to the server. */
    public void run(Consumer<RedisCommands<String, String>> action) {
        command(port, action);
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

    /** Starts the process and waits until it replies or has ended. */
    private Process launch() {
        var command = new ArrayList<>(options);
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", directory.toString()));
        try {
            var launched = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !launched.isAlive() || answers(launched.pid()));
            return launched;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> withoutSaving(String executable, String... options) {
        var all = new ArrayList<>(List.of(executable, "--save", ""));
        all.addAll(List.of(options));
        return all;
    }

    /** Returns whether this process, and not another one, serves the port. */
    private boolean answers(long pid) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write("PING\r\nINFO server\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput(); // the server closes the connection after its replies
            var replies = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return replies.startsWith("+") && replies.contains("process_id:" + pid + "\r\n");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("fanfare-redis");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
