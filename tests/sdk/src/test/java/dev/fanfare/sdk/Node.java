package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The scenarios, and the SDK of which they are clients, as installed for Node below {@code target}. */
final class Node {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final Path LOCK = Path.of("package-lock.json");
    /** What npm writes when all is installed. */
    private static final Path DONE = INSTALLED.resolve("node_modules").resolve(".package-lock.json");

    private Node() {}

    /**
     * Installs what the lock file names, unless that is there already.
     *
     * @throws UncheckedIOException when there is no Node
     * @throws AssertionError when npm fails, such as for want of a network
     */
    static void install() {
        run("node", "--version");
        try {
            boolean installed =
                    Files.exists(DONE) && Files.mismatch(SOURCES.resolve(LOCK), INSTALLED.resolve(LOCK)) == -1;
            copy();
            if (!installed) {
                run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copy() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = INSTALLED.resolve(SOURCES.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Starts a program beside the scenarios, which has no input. */
    static Process start(String... command) {
        try {
            Files.createDirectories(INSTALLED);
            var process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "no " + command[0] + ": install Debian's packages nodejs and npm to run this test", missing);
        }
    }

    /** Runs a program beside the scenarios; returns what it wrote. One that does not end with 0 fails the test. */
    static String run(String... command) {
        var process = start(command);
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as(String.join(" ", command) + "\n" + output)
                    .isZero();
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
