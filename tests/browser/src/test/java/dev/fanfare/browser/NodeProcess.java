package dev.fanfare.browser;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node on Redis in its own virtual machine, which a test can kill. Confined to the test's thread. */
final class NodeProcess implements AutoCloseable {
    private static final String READY = "listening on ";
    private static final long PATIENCE_SECONDS = 120;
    private static final int RECOVERY_LIMIT = 10_000;

    private final Process process;
    private final Thread stopOnExit;
    private final int port;

    private NodeProcess(Process process) {
        this.process = process;
        this.stopOnExit = new Thread(process::destroyForcibly, "node-stop");
        Runtime.getRuntime().addShutdownHook(stopOnExit);
        this.port = awaitPort();
    }

    /** Starts a program that calls {@link #serve} and waits until it listens. */
    static NodeProcess start(Class<?> program, String redisUrl) {
        try {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = new ProcessBuilder(
                            java,
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            System.getProperty("java.class.path"),
                            program.getName(),
                            redisUrl)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new NodeProcess(process);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Serves an application on a free port and prints the port; the rest of such a program's {@code main}. */
    static void serve(String redisUrl, Consumer<Fanfare> routes) {
        var app = connect(redisUrl);
        routes.accept(app);
        System.out.println(READY + app.listen("127.0.0.1", 0).getPort());
    }

    /** Creates an application on Redis. */
    static Fanfare connect(String redisUrl) {
        var engine = new RedisEngine(RedisSettings.of(redisUrl));
        engine.ready()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return Fanfare.create(FanfareSettings.DEFAULTS.withRecoveryLimit(RECOVERY_LIMIT), engine);
    }

    int port() {
        return port;
    }

    private int awaitPort() {
        try {
            var lines = process.inputReader(StandardCharsets.UTF_8);
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    return Integer.parseInt(line.substring(READY.length()));
                }
            }
        } catch (IOException failure) {
            process.destroyForcibly();
            throw new UncheckedIOException(failure);
        }
        throw new AssertionError(
                "the node has ended with code " + process.onExit().join().exitValue());
    }

    /** Kills the node (SIGKILL) and waits for its end. Idempotent. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        Runtime.getRuntime().removeShutdownHook(stopOnExit);
    }

    @Override
    public void close() {
        kill();
    }
}
