package dev.fanfare.cli;

import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
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
    private static final String PLACEHOLDER = "replace-this";

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
        var server = PushServer.create(loaded);
        try {
            var address = server.listen();
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
