package dev.fanfare.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The training run of the AOT cache: serves on the loopback interface, and clients connect, subscribe, publish, recover and use the
 * HTTP API. The script {@code fanfare} runs it in a virtual machine that records, and creates the cache afterwards.
 */
@Command(
        name = "warm",
        description = "Prepares faster starts: creates the AOT cache that the other commands use from then on.",
        mixinStandardHelpOptions = true)
final class WarmCommand implements Callable<Integer> {
    private static final Pattern READY = Pattern.compile("ready at http://[^:]+:(\\d+)/");
    private static final String WEBSOCKET = "/connection/websocket";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final int CLIENTS = 50;
    private static final int REQUESTS = 20;
    private static final long PATIENCE_SECONDS = 120;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "A Redis address such as redis://localhost:6379: prepares the Redis engine, too. Writes a channel"
                            + " that expires within two minutes.")
    private @Nullable String engine;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "30",
            description = "Number of rounds, in each of which 50 clients connect and receive 20 publications. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--if-absent", description = "Does nothing if the AOT cache exists.")
    @SuppressWarnings("UnusedVariable") // read by the script
    private boolean ifAbsent;

    private final String key = UUID.randomUUID().toString();
    private final String channel = "fanfare-warm-" + UUID.randomUUID();
    private final String subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"recoverable\":true}}";
    private final String publication = "{\"channel\":\"" + channel + "\",\"data\":{\"text\":\"hello\",\"number\":1}}";

    @Override
    public Integer call() throws IOException, InterruptedException {
        train("memory");
        if (engine != null) {
            train(engine);
        }
        return 0;
    }

    private void train(String ofEngine) throws IOException, InterruptedException {
        var port = new CompletableFuture<Integer>();
        var server = Thread.ofPlatform().daemon().start(() -> serve(ofEngine, port));
        try {
            for (var round = 0; round < rounds; round++) {
                round(port.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("the training run failed: " + failure.getMessage(), failure);
        } finally {
            server.interrupt();
        }
    }

    /** Serves until the thread is interrupted. */
    private void serve(String ofEngine, CompletableFuture<Integer> port) {
        var settings = Stream.of(
                "http-server.address=127.0.0.1",
                "http-server.internal-port=-1",
                "http-server.tls.cert-file=",
                "http-server.tls.key-file=",
                "http-api.key=" + key,
                "client.insecure=true",
                "channel.without-namespace.history-size=20",
                "channel.without-namespace.history-ttl=1m",
                "channel.history-meta-ttl=2m",
                "channel.without-namespace.force-recovery=true",
                "log-level=error");
        var args = Stream.concat(
                        Stream.of("serve", "--port", "0", "--engine", ofEngine),
                        settings.flatMap(setting -> Stream.of("--set", setting)))
                .toArray(String[]::new);
        try {
            Objects.requireNonNull(ServeCommand.plain(new PrintWriter(new PortWriter(port)), args))
                    .call();
        } catch (RuntimeException failure) {
            port.completeExceptionally(failure);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Clients connect and subscribe, receive publications, and leave; one returns and recovers what it missed. */
    private void round(int port) throws IOException {
        List<WarmClient> clients = new ArrayList<>();
        try {
            for (var count = 0; count < CLIENTS; count++) {
                var client = new WarmClient(port);
                clients.add(client);
                client.upgrade(WEBSOCKET);
                client.send(CONNECT);
                client.send(subscribe);
            }
            for (var client : clients) {
                client.await("\"subscribe\"", 1);
            }
            try (var backend = new WarmClient(port)) {
                backend.post("/api/publish", key, publication, REQUESTS);
            }
            clients.getFirst().send("{\"id\":3,\"publish\":" + publication + "}");
            for (var client : clients) {
                client.await("\"pub\"", REQUESTS + 1);
            }
            recover(port);
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    private void recover(int port) throws IOException {
        try (var returning = new WarmClient(port)) {
            returning.upgrade(WEBSOCKET);
            returning.send(CONNECT);
            returning.send("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel
                    + "\",\"recover\":true,\"offset\":1,\"epoch\":\"\"}}");
            returning.await("\"subscribe\"", 1);
        }
    }

    /** Completes with the port in the output of {@code serve}, which is flushed after the line is complete. */
    private static final class PortWriter extends StringWriter {
        private final CompletableFuture<Integer> port;

        PortWriter(CompletableFuture<Integer> port) {
            this.port = port;
        }

        @Override
        public void flush() {
            var ready = READY.matcher(toString());
            if (ready.find()) {
                port.complete(Integer.parseInt(ready.group(1)));
            }
        }
    }
}
