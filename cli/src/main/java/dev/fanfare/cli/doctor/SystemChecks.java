package dev.fanfare.cli.doctor;

import dev.fanfare.server.config.HttpServerOptions;
import dev.fanfare.transport.netty.loop.IoBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Limits of the kernel and of the container. Immutable. */
final class SystemChecks {
    private static final int OTHER_FILES = 200;
    private static final long MIN_BACKLOG = 1024;
    private static final int PAGE = 4096;
    private static final int BYTES_PER_CONNECTION = 8192;
    private static final double HEAP_SHARE = 0.75;
    private static final long MEBI = 1 << 20;
    private static final Pattern FILES = Pattern.compile("(?m)^Max open files\\s+(\\S+)\\s+(\\S+)");

    private final Path root;
    private final int connections;

    /**
     * Creates the checks.
     *
     * @param root the directory that contains {@code proc} and {@code sys}
     * @param connections configured maximum number of connections; 0 if it is unlimited
     */
    SystemChecks(Path root, int connections) {
        this.root = root;
        this.connections = connections;
    }

    List<Finding> run(HttpServerOptions.Io io, long maxHeap) {
        var findings = new ArrayList<Finding>();
        files().ifPresent(findings::add);
        backlog().ifPresent(findings::add);
        tcpMemory().ifPresent(findings::add);
        socketBuffers("tcp_rmem").ifPresent(findings::add);
        socketBuffers("tcp_wmem").ifPresent(findings::add);
        findings.add(ioUring(io));
        findings.add(memory(maxHeap));
        return findings;
    }

    /** The JDK raises the soft limit to the hard limit. */
    private Optional<Finding> files() {
        return read("proc/self/limits").flatMap(limits -> {
            var found = FILES.matcher(limits);
            if (!found.find()) {
                return Optional.empty();
            }
            var text = "soft limit " + found.group(1) + ", hard limit " + found.group(2);
            long limit = number(found.group(2));
            long needed = (long) connections + OTHER_FILES;
            if (limit >= 0 && limit < needed) {
                return Optional.of(Finding.error(
                        "open files",
                        text + "; client.connection-limit " + connections + " requires " + needed,
                        "set LimitNOFILE=" + needed
                                + " in the systemd unit (or ulimit -n), or lower client.connection-limit"));
            }
            return Optional.of(
                    connections == 0
                            ? Finding.warning(
                                    "open files",
                                    text + "; client.connection-limit is 0 (unlimited)",
                                    "set client.connection-limit below the limit of open files")
                            : Finding.ok("open files", text + " for " + connections + " connections"));
        });
    }

    private Optional<Finding> backlog() {
        return read("proc/sys/net/core/somaxconn")
                .map(text -> number(text) < MIN_BACKLOG
                        ? Finding.warning(
                                "net.core.somaxconn",
                                text,
                                "run sysctl -w net.core.somaxconn=4096, so that a reconnect of many clients is not refused")
                        : Finding.ok("net.core.somaxconn", text));
    }

    private Optional<Finding> tcpMemory() {
        return read("proc/sys/net/ipv4/tcp_mem").map(text -> {
            var values = text.split("\\s+", -1);
            long bytes = number(values[values.length - 1]) * PAGE;
            var found = String.join(" ", values) + " (at most " + bytes / MEBI + " MiB)";
            return bytes < (long) connections * BYTES_PER_CONNECTION
                    ? Finding.warning(
                            "net.ipv4.tcp_mem",
                            found,
                            "raise net.ipv4.tcp_mem: " + connections + " connections need about "
                                    + (long) connections * BYTES_PER_CONNECTION / MEBI + " MiB")
                    : Finding.ok("net.ipv4.tcp_mem", found);
        });
    }

    private Optional<Finding> socketBuffers(String name) {
        return read("proc/sys/net/ipv4/" + name)
                .map(text -> Finding.ok("net.ipv4." + name, String.join(" ", text.split("\\s+", -1))));
    }

    private Finding ioUring(HttpServerOptions.Io io) {
        var sysctl = read("proc/sys/kernel/io_uring_disabled")
                .map(value -> ", kernel.io_uring_disabled=" + value)
                .orElse("");
        if (io == HttpServerOptions.Io.IO_URING && !IoBackend.IO_URING.isAvailable()) {
            return Finding.error(
                    "I/O backend",
                    "io_uring is not available" + sysctl,
                    "set http-server.io to auto, or permit io_uring (kernel.io_uring_disabled=0, seccomp profile)");
        }
        if (io == HttpServerOptions.Io.EPOLL && !IoBackend.EPOLL.isAvailable()) {
            return Finding.error("I/O backend", "epoll is not available", "set http-server.io to auto");
        }
        return Finding.ok("I/O backend", (io == HttpServerOptions.Io.AUTO ? IoBackend.best() : io) + sysctl);
    }

    private Finding memory(long maxHeap) {
        var heap = "heap limit " + maxHeap / MEBI + " MiB";
        long limit = containerMemory();
        if (limit < 0) {
            return Finding.ok("memory", heap + ", no limit of the container");
        }
        var found = heap + ", limit of the container " + limit / MEBI + " MiB";
        return maxHeap > limit * HEAP_SHARE
                ? Finding.error(
                        "memory",
                        found,
                        "set FANFARE_JAVA_OPTS=-Xmx" + (long) (limit * HEAP_SHARE / MEBI)
                                + "m or raise the limit: socket buffers and threads need memory outside of the heap")
                : Finding.ok("memory", found);
    }

    /** The limit of the control group, or -1 if there is none. */
    private long containerMemory() {
        var group = read("proc/self/cgroup")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("0::/"))
                        .map(line -> line.substring("0::/".length()))
                        .findFirst())
                .orElse("");
        return read("sys/fs/cgroup/" + group + "/memory.max")
                .or(() -> read("sys/fs/cgroup/memory.max"))
                .map(SystemChecks::number)
                .orElse(-1L);
    }

    /** A number, or -1 for a word such as unlimited. */
    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    /** The content of a file; empty if this system does not have it. */
    private Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
