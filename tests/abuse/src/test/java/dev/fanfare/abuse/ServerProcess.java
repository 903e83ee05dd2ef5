package dev.fanfare.abuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A server in its own virtual machine with a heap of 256 MB. Thread-safe. {@code -Dabuse.classpath=...} selects the class path of
 * another version of the server. The process is stopped by its id, also if this virtual machine ends first.
 */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Fanfare .*at https?://[^:]+:(\\d+)/");
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("OutOf\\w*MemoryError");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofMillis(200);
    private static final long MAX_LOG_BYTES = 4 << 20;
    private static final String CLASS_PATH =
            System.getProperty("abuse.classpath", System.getProperty("java.class.path"));
    /** The flags of the fanfare script, with the limits of a small container. */
    private static final List<String> FLAGS = List.of(
            "-Xmx256m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Process process;
    private final AtomicBoolean outOfMemory = new AtomicBoolean();
    private final Thread stopOnExit;
    private final InetSocketAddress address;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.stopOnExit = new Thread(process::destroyForcibly, "abuse-stop");
        Runtime.getRuntime().addShutdownHook(stopOnExit);
        try {
            this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), awaitPort(log));
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    /** Starts the command {@code serve} with a configuration and waits until it is ready. */
    static ServerProcess serve(String name, String yaml) {
        return serve(name, yaml, List.of());
    }

    /** Starts the command {@code serve} as above, with further flags of the virtual machine. */
    static ServerProcess serve(String name, String yaml, List<String> flags) {
        try {
            var config = Files.createDirectories(directory()).resolve(name + ".yml");
            Files.writeString(config, yaml);
            return start(name, flags, "dev.fanfare.cli.Main", "serve", "--config", config.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts {@link AbuseApplication}, which embeds the server, and waits until it is ready. */
    static ServerProcess embedded(String name, Path files) {
        return start(name, List.of(), AbuseApplication.class.getName(), files.toString());
    }

    private static ServerProcess start(String name, List<String> flags, String mainClass, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Jcmd.program("java"));
        command.addAll(FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", CLASS_PATH, mainClass));
        command.addAll(List.of(arguments));
        try {
            var log = Files.createDirectories(directory()).resolve(name + ".log");
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new ServerProcess(process, log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path directory() {
        return Path.of("target", "abuse");
    }

    private int awaitPort(Path log) {
        var port = new CompletableFuture<Integer>();
        Thread.ofPlatform().daemon().name("abuse-log").start(() -> copyOutput(log, port));
        try {
            return port.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException failure) {
            throw new AssertionError("the server did not start; its output is in " + log.toAbsolutePath(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Copies the beginning of the output to a file, because an attack can cause many log lines. */
    private void copyOutput(Path log, CompletableFuture<Integer> port) {
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                var file = Files.newBufferedWriter(log)) {
            long written = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                written += line.length();
                if (written < MAX_LOG_BYTES) {
                    file.write(line + "\n");
                    file.flush();
                }
                if (OUT_OF_MEMORY.matcher(line).find()) {
                    outOfMemory.set(true);
                }
                var ready = READY.matcher(line);
                if (ready.find()) {
                    port.complete(Integer.valueOf(ready.group(1)));
                }
            }
            port.completeExceptionally(new AssertionError("the server has ended"));
        } catch (IOException failure) {
            port.completeExceptionally(failure);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Returns the exit code if the server has ended. */
    OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Returns true if the output contains an error about the heap or direct memory. */
    boolean isOutOfMemory() {
        return outOfMemory.get();
    }

    /** Collects garbage and returns the live objects. */
    LiveObjects liveObjects() {
        // The engines of OpenSSL have finalizers, so that the first collection only enqueues them.
        Jcmd.run(process.pid(), "GC.run");
        Jcmd.run(process.pid(), "GC.run_finalization");
        return LiveObjects.of(Jcmd.run(process.pid(), "GC.class_histogram"));
    }

    /** Returns the live heap; 0 if the server has ended. An {@code OutOfMemoryError} may end it during the collection. */
    long liveBytesUnlessEnded() {
        try {
            return awaitEnd(GRACE) ? 0 : liveObjects().bytes();
        } catch (AssertionError unresponsive) {
            if (awaitEnd(START_TIMEOUT)) {
                return 0;
            }
            throw unresponsive;
        }
    }

    private boolean awaitEnd(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Returns the largest resident memory so far; 0 if the server has ended. */
    long peakResident() {
        return process.isAlive() ? memoryStatus("VmHWM") : 0;
    }

    /** Returns the resident memory. */
    long resident() {
        return memoryStatus("VmRSS");
    }

    /** Returns a value of {@code /proc/PID/status} in bytes. */
    private long memoryStatus(String key) {
        try (var lines = Files.lines(proc("status"))) {
            return lines.filter(line -> line.startsWith(key + ":"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no " + key + " in /proc/PID/status"))
                    * 1024;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the number of open file descriptors. */
    long fileDescriptors() {
        try (var entries = Files.list(proc("fd"))) {
            return entries.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Returns the processor time that the server has used. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Stops the process and waits for its end. Idempotent. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        try {
            Runtime.getRuntime().removeShutdownHook(stopOnExit);
        } catch (IllegalStateException shutdownInProgress) {
            // The hook has stopped the process.
        }
    }
}
