package dev.fanfare.engine.redis.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

/** The Redis servers that tests can start. */
final class RedisExecutable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The path of the server that the library contains. */
    static final String EMBEDDED = extracted().toString();

    private RedisExecutable() {}

    /** Returns the name of the installed server. Fails in {@code mvn verify}, which must pass on a machine without Redis. */
    static String installed() {
        if (!Boolean.parseBoolean(System.getProperty("tests.installed", "true"))) {
            throw new IllegalStateException("only tests of the full profile may use an installed Redis");
        }
        return "redis-server";
    }

    /**
     * Extracts the server and waits until it can be executed. A process that another thread started during the extraction holds the file
     * open for a moment, and a file that is open for writing cannot be executed (ETXTBSY).
     */
    private static Path extracted() {
        try {
            var executable = ExecutableProvider.newJarResourceProvider().get();
            executable.deleteOnExit();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsMatching(IOException.class::isInstance)
                    .until(() -> runs(executable.toPath()));
            return executable.toPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean runs(Path executable) throws IOException, InterruptedException {
        var version = new ProcessBuilder(executable.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return version.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && version.exitValue() == 0;
    }
}
