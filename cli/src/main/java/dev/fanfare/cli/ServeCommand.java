package dev.fanfare.cli;

import dev.fanfare.server.PushServer;
import dev.fanfare.config.ConfigException;
import dev.fanfare.server.config.ServerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
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

/** The push server, as a configuration says. */
@Command(
        name = "serve",
        description = "Serves clients of SDKs, and a backend that publishes, as a configuration says.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final String PLACEHOLDER = "replace-this";

    private final ReentrantLock reloading = new ReentrantLock();

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "As --set http-server.port=PORT; 0 for any free one.")
    private @Nullable Integer port;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "memory, or the address of a Redis that nodes share, such as redis://localhost:6379.")
    private @Nullable String engine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var loaded = config.load(flags());
        warn(loaded);
        Logging.format(loaded.logFormat());
        Logging.level(loaded.logLevel());
        var server = PushServer.create(loaded);
        try {
            var address = server.listen();
            Hangup.handle(() -> reload(server));
            Runtime.getRuntime().addShutdownHook(new Thread(server::drain, "fanfare-shutdown"));
            var out = spec.commandLine().getOut();
            var scheme = loaded.httpServer().tls().isSet() ? "https" : "http";
            out.println("Fanfare serves at " + scheme + "://"
                    + loaded.httpServer().address() + ":" + address.getPort() + "/");
            out.flush();
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /** One after the other, for each SIGHUP has a thread of its own: what was read last holds. */
    private void reload(PushServer server) {
        reloading.lock();
        try {
            readAgain(server);
        } finally {
            reloading.unlock();
        }
    }

    /** Whatever is wrong with the new configuration, the old one goes on. */
    private void readAgain(PushServer server) {
        try {
            var next = config.load(flags());
            var later = server.reload(next);
            Logging.level(next.logLevel());
            LOG.info(
                    "the configuration was read again: keys, namespaces, proxies, rates and log level hold from now on");
            if (!later.isEmpty()) {
                LOG.warn("these options have changed and need a restart: {}", String.join(", ", later));
            }
        } catch (ConfigException wrong) {
            wrong.problems().forEach(problem -> LOG.error("the configuration stays as it was: {}", problem));
        } catch (RuntimeException wrong) {
            LOG.error("the configuration stays as it was", wrong);
        }
    }

    private Map<String, String> flags() {
        var flags = new LinkedHashMap<String, String>();
        if (port != null) {
            flags.put("http-server.port", port.toString());
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

    /** An example is for trying: whoever knows it knows its secrets. */
    private void warn(ServerConfig loaded) {
        boolean known = loaded.httpApi().key().text().startsWith(PLACEHOLDER)
                || loaded.client().token().hmacSecretKey().text().startsWith(PLACEHOLDER);
        if (known) {
            var err = spec.commandLine().getErr();
            err.println("WARNING: secrets of the example are in use, which everybody knows: replace http-api.key and"
                    + " client.token.hmac-secret-key before others can reach this server.");
            err.flush();
        }
    }
}
