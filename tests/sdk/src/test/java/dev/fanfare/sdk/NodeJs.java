package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Installs the scenarios with the SDK below {@code target} and runs programs of Node.js there. Thread-safe. */
final class NodeJs {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final Path LOCK = Path.of("package-lock.json");
    /** The file that npm writes last. */
    private static final Path DONE = INSTALLED.resolve("node_modules").resolve(".package-lock.json");

    /** Shorter than the time limit of the methods that wait for the installation. */
    private static final Duration NPM_LIMIT = Duration.ofMinutes(4);

    private static boolean ready;
    private static @Nullable String failure;

    private NodeJs() {}

    /**
     * Installs the packages of the lock file unless they are installed already. Test classes run concurrently: the
     * first caller installs, and the others wait for it.
     *
     * @throws UncheckedIOException if Node.js is missing
     * @throws AssertionError if npm fails, for example without a network; also if it has failed for an earlier caller
     */
    static synchronized void install() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
        if (ready) {
            return;
        }
        run("node", "--version");
        try {
            boolean installed =
                    Files.exists(DONE) && Files.mismatch(SOURCES.resolve(LOCK), INSTALLED.resolve(LOCK)) == -1;
            copy(SOURCES, INSTALLED);
            if (!installed) {
                runNpm();
            }
            ready = true;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Installs the packages, if possible from the cache of an earlier installation. */
    private static void runNpm() {
        var process = start(
                "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5");
        Thread.startVirtualThread(() -> destroyAfter(process, NPM_LIMIT));
        try {
            finish(process, "npm ci");
        } catch (AssertionError failed) {
            failure = failed.getMessage();
            throw failed;
        }
    }

    private static void destroyAfter(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies the files of a directory, and replaces existing ones. */
    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Starts a program in the directory of the scenarios, without input. */
    static Process start(String... command) {
        return startIn(INSTALLED, command);
    }

    private static Process startIn(Path directory, String... command) {
        try {
            Files.createDirectories(directory);
            var process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "cannot start " + command[0] + ": install the Debian packages nodejs and npm", missing);
        }
    }

    /** Runs a program in the directory of the scenarios and returns its output; fails unless the exit code is 0. */
    static String run(String... command) {
        return runIn(INSTALLED, command);
    }

    /** Runs a program in another directory and returns its output; fails unless the exit code is 0. */
    static String runIn(Path directory, String... command) {
        return finish(startIn(directory, command), String.join(" ", command));
    }

    private static String finish(Process process, String command) {
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(command + "\n" + output).isZero();
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
