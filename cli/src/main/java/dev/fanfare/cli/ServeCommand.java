package dev.fanfare.cli;

import dev.fanfare.config.ConfigException;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.HttpServerOptions;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the push server. */
@Command(name = "serve", description = "Runs the push server with a configuration.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final ReentrantLock reloading = new ReentrantLock();

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on; 0: any free port. Sets http-server.port.")
    private @Nullable Integer port;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "Engine: memory, or a Redis address such as redis://localhost:6379, which several nodes can share."
                            + " Sets engine.type and engine.redis.address.")
    private @Nullable String engine;

    @Option(
            names = "--io",
            paramLabel = "BACKEND",
            description = "I/O backend: ${COMPLETION-CANDIDATES}. Sets http-server.io.")
    private HttpServerOptions.@Nullable Io io;

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable PrintWriter plainOut;

    /**
     * Returns the command for arguments of the form {@code serve --option value ...}, or null for all others, including invalid ones,
     * which picocli handles. Servers start without picocli, because an AOT cache cannot contain its classes, which are of Java 5.
     *
     * @param out receives the URL of the server
     */
    static @Nullable ServeCommand plain(PrintWriter out, String... args) {
        if (args.length % 2 == 0 || !args[0].equals("serve")) {
            return null;
        }
        var command = new ServeCommand();
        command.plainOut = out;
        for (var at = 1; at < args.length; at += 2) {
            var value = args[at + 1];
            if (value.startsWith("-") || value.startsWith("@") || !command.accept(args[at], value)) {
                return null;
            }
        }
        return command;
    }

    /** Sets an option; returns false if picocli has to judge it. */
    private boolean accept(String option, String value) {
        return switch (option) {
            case "--port" -> port == null && acceptPort(value);
            case "--io" -> io == null && acceptIo(value);
            case "--engine" -> {
                boolean first = engine == null;
                engine = value;
                yield first;
            }
            default -> config.accept(option, value);
        };
    }

    private boolean acceptPort(String value) {
        boolean number = !value.isEmpty() && value.length() < 6 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number) {
            port = Integer.valueOf(value);
        }
        return number;
    }

    private boolean acceptIo(String value) {
        for (var backend : HttpServerOptions.Io.values()) {
            if (backend.name().equalsIgnoreCase(value)) {
                io = backend;
            }
        }
        return io != null;
    }

    private PrintWriter out() {
        return spec == null
                ? Objects.requireNonNull(plainOut)
                : spec.commandLine().getOut();
    }

    @Override
    public Integer call() throws InterruptedException {
        var loaded = config.load(flags());
        Logging.format(loaded.logFormat());
        Logging.level(loaded.logLevel());
        var server = PushServer.create(loaded);
        try {
            var address = server.listen();
            SighupHandler.handle(() -> reload(server));
            Runtime.getRuntime().addShutdownHook(new Thread(server::drain, "fanfare-shutdown"));
            var out = out();
            var scheme = loaded.httpServer().tls().isSet() ? "https" : "http";
            out.println("Fanfare is ready at " + scheme + "://"
                    + loaded.httpServer().address() + ":" + address.getPort() + "/");
            out.flush();
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /** Serializes reloads, because each SIGHUP has its own thread. The last file that is read takes effect. */
    private void reload(PushServer server) {
        reloading.lock();
        try {
            readAgain(server);
        } finally {
            reloading.unlock();
        }
    }

    /** Keeps the current configuration if the new one is invalid. */
    private void readAgain(PushServer server) {
        try {
            var next = config.load(flags());
            var later = server.reload(next);
            Logging.level(next.logLevel());
            LOG.info("config-reloaded log-level={}", next.logLevel());
            if (!later.isEmpty()) {
                LOG.warn("config-restart-required options={}", String.join(", ", later));
            }
        } catch (ConfigException invalid) {
            invalid.problems().forEach(problem -> LOG.error("config-reload-failed problem=\"{}\"", problem));
        } catch (RuntimeException invalid) {
            LOG.error("config-reload-failed problem=unexpected", invalid);
        }
    }

    /** The options that the flags set. */
    Map<String, String> flags() {
        var flags = new LinkedHashMap<String, String>();
        if (port != null) {
            flags.put("http-server.port", port.toString());
        }
        if (io != null) {
            flags.put("http-server.io", io.name().toLowerCase(Locale.ROOT));
        }
        if (engine != null) {
            boolean memory = engine.equals("memory");
            flags.put("engine.type", memory ? "memory" : "redis");
            if (!memory) {
                flags.put("engine.redis.address", engine);
            }
        }
        return flags;
    }
}
