package dev.fanfare.abuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs the diagnostic command of the JDK. Stateless. */
final class Jcmd {
    /** The default of 10 s is too short for a server under attack on a busy machine. */
    private static final int ATTACH_MILLIS = 120_000;

    private static final int TIMEOUT_SECONDS = 150;

    private Jcmd() {}

    /** Returns the path of a program of this JDK. */
    static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /**
     * Runs a command in a virtual machine and returns its output.
     *
     * @throws AssertionError if the virtual machine does not answer
     */
    static String run(long pid, String command) {
        try {
            var process = new ProcessBuilder(
                            program("jcmd"),
                            "-J-XX:TieredStopAtLevel=1",
                            "-J-XX:+UseSerialGC",
                            "-J-Dsun.tools.attach.attachTimeout=" + ATTACH_MILLIS,
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            try {
                var output = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
                boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                if (!ended || process.exitValue() != 0) {
                    throw new AssertionError("jcmd " + command + " failed on process " + pid);
                }
                return output.join();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
