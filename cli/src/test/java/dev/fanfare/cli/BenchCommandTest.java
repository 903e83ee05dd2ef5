package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.Fanfare;
import dev.fanfare.cli.bench.BenchReport;
import dev.fanfare.cli.bench.BenchResult;
import dev.fanfare.core.fake.ClosedPort;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load tests of servers in this process. */
class BenchCommandTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern MEASURING = Pattern.compile("measuring +(\\d+) %");
    private static final String KEY = "key-of-the-bench-tests";

    private final Terminal terminal = new Terminal();
    private final List<AutoCloseable> servers = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void closeServers() throws Exception {
        for (var server : servers) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf", "sse"})
    void pushServer_apiPublishes_deliversEverything(String protocol) {
        var result = run(0, pushServer(true), "--protocol", protocol, "--api-key", KEY, "-c", "12", "--channels", "3");

        assertExact(result, 12);
        assertThat(result.publications().sent()).isPositive();
        assertThat(result.deliveries().received())
                .isEqualTo(result.publications().accepted() * 4);
        assertThat(result.latency().count()).isPositive();
        assertThat(terminal.out()).contains("12 of 12 subscribed", "p99.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void centrifuge_clientsPublish_deliversEverything(String protocol) {
        var result = run(
                0,
                pushServer(true),
                "--protocol",
                protocol,
                "--channels",
                "2",
                "--subscriptions",
                "2",
                "--publishers",
                "4",
                "-c",
                "5");

        assertExact(result, 5);
        assertThat(result.deliveries().received())
                .isEqualTo(result.publications().accepted() * 5);
    }

    @Test
    void rawServer_closedLoop_deliversEverything() {
        var result = run(0, broadcast(), "--protocol", "raw", "--window", "2", "-c", "5");

        assertExact(result, 5);
        assertThat(result.deliveries().received())
                .isEqualTo(result.publications().sent() * 5);
        assertThat(result.setups().getFirst().load()).isEqualTo("window 2");
    }

    @Test
    void plainEvents_withAPublisherSocket_areReceived() {
        int port = app(app -> {
            var lobby = app.channel("lobby");
            app.sse("/events", lobby);
            app.websocket("/in", ws -> {
                for (var message : ws.messages()) {
                    lobby.publish(message);
                }
            });
        });
        var result = run(
                0,
                "http://127.0.0.1:" + port + "/events",
                "--protocol",
                "sse",
                "--publish-url",
                "ws://127.0.0.1:" + port + "/in",
                "-c",
                "3");

        assertExact(result, 3);
        assertThat(result.deliveries().received()).isPositive();
    }

    @Test
    void faultyServer_itsFaultsAreCountedExactly() {
        var dropped = new AtomicInteger();
        var doubled = new AtomicInteger();
        var swapped = new AtomicInteger();
        int port = app(app -> app.websocket("/ws", ws -> {
            var number = 0;
            String held = null;
            for (var message : ws.textMessages()) {
                number++;
                if (held != null) {
                    ws.send(message);
                    ws.send(held);
                    held = null;
                    swapped.incrementAndGet();
                } else if (number % 5 == 0) {
                    dropped.incrementAndGet();
                } else if (number % 7 == 0) {
                    ws.send(message);
                    ws.send(message);
                    doubled.incrementAndGet();
                } else if (number % 11 == 0) {
                    held = message;
                } else {
                    ws.send(message);
                }
            }
        }));
        var result = run(
                1,
                "ws://127.0.0.1:" + port + "/ws",
                "--protocol",
                "raw",
                "--rate",
                "69",
                "--duration",
                "1s",
                "--drain",
                "500ms",
                "-c",
                "1");

        assertThat(result.publications().sent()).isEqualTo(69);
        assertThat(result.deliveries().lost()).isEqualTo(dropped.get()).isPositive();
        assertThat(result.deliveries().duplicates()).isEqualTo(doubled.get()).isPositive();
        assertThat(result.deliveries().outOfOrder()).isEqualTo(swapped.get()).isPositive();
        assertThat(result.deliveries().expected())
                .isEqualTo(result.deliveries().received() + result.deliveries().lost());
    }

    @Test
    void slowReadersAndStorms_areNoLosses() {
        var result = run(
                0,
                pushServer(true),
                "-c",
                "10",
                "--slow",
                "20",
                "--storm",
                "50",
                "--storm-interval",
                "100ms",
                "--duration",
                "3s",
                "--api-key",
                KEY);

        assertThat(result.connections().slow()).isEqualTo(2);
        assertThat(result.connections().reconnected()).isPositive();
        assertThat(result.deliveries().lost()).isZero();
        assertThat(result.deliveries().duplicates()).isZero();
    }

    @Test
    void interrupted_printsTheSummary() {
        var file = directory.resolve("interrupted.json");
        try (var running = terminal.start(
                "bench", pushServer(true), "--duration", "1h", "--warmup", "0s", "-c", "2", "--json", file + "")) {
            running.number(MEASURING);
        }

        assertThat(terminal.out()).contains("(interrupted)", "2 of 2 subscribed");
        var result = BenchReport.read(file);
        assertThat(result.interrupted()).isTrue();
        assertThat(result.deliveries().lost()).isZero();
    }

    @Test
    void serverThatDies_endsTheRun() throws Exception {
        var url = pushServer(true);
        try (var running = terminal.start("bench", url, "--duration", "1h", "--warmup", "0s", "-c", "3")) {
            running.number(MEASURING);
            servers.removeFirst().close();
            await().atMost(PATIENCE).until(() -> terminal.out().contains("FAILED: "));
        }
    }

    @Test
    void unreachableServer_fails() {
        try (var port = new ClosedPort()) {
            assertThat(terminal.run("bench", "http://127.0.0.1:" + port.number()))
                    .isEqualTo(1);
        }
        assertThat(terminal.err())
                .contains("cannot connect: Connection refused")
                .doesNotContain("\tat ");
    }

    @Test
    void rejectedToken_fails() {
        assertThat(terminal.run("bench", pushServer(false), "--token", "nonsense"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("3500 invalid token");
    }

    @Test
    void rejectedSubscription_fails() {
        var url = pushServer(true);
        assertThat(terminal.run("bench", url, "--channel-prefix", "unknown:bench"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("subscribe rejected: 102 unknown channel");
    }

    @Test
    void rejectedApiKey_failsWithTheOption() {
        var result = run(1, pushServer(true), "--api-key", "another-key-that-is-wrong");

        assertThat(result.failure()).contains("HTTP 401", "--api-key");
    }

    @Test
    void urlsWithoutSocketOrStream_fail() {
        int port = app(app -> app.get("/page", request -> HttpResponse.text(200, "a page")));
        var url = "http://127.0.0.1:" + port;

        assertThat(terminal.run("bench", url + "/page", "--protocol", "sse", "--api-key", KEY))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("not an event stream", "text/plain");
        assertThat(terminal.run("bench", url + "/absent", "--protocol", "raw")).isEqualTo(1);
        assertThat(terminal.err()).contains("handshake rejected: HTTP 404");
    }

    @Test
    void serversOfOtherMachines_areRefused() {
        assertThat(terminal.run("bench", "http://192.0.2.1:8000")).isEqualTo(2);
        assertThat(terminal.run("bench", "http://127.0.0.1:1", "--api-url", "http://192.0.2.2", "--api-key", KEY))
                .isEqualTo(2);
        assertThat(terminal.run(
                        "bench", "http://127.0.0.1:1/e", "--protocol", "sse", "--publish-url", "ws://192.0.2.3/in"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--allow-remote", "192.0.2.1", "192.0.2.2", "192.0.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--connections 0",
                "--channels 0",
                "--payload 10",
                "--rate 0",
                "--rate nan",
                "--rate 5 --window 1",
                "--slow 100",
                "--slow -1",
                "--duration soon",
                "--duration 0s",
                "--protocol mqtt",
                "--protocol raw",
                "--protocol sse",
                "--subscriptions 2",
                "--threads 0",
                "--connect-rate 0"
            })
    void invalidOptions_exitWith2(String options) {
        var args = ("bench http://127.0.0.1:1 " + options).split(" ", -1);

        assertThat(terminal.run(args)).isEqualTo(2);
        assertThat(terminal.err().lines().findFirst().orElseThrow()).contains(options.split(" ", -1)[0]);
    }

    @Test
    void moreConnectionsThanFiles_namesTheLimit() {
        assertThat(BenchCommand.filesProblem(1000, 1, 1101)).isEmpty();
        assertThat(BenchCommand.filesProblem(1000, 1, 1100)).contains("1101", "1100", "ulimit");
    }

    @Test
    void merge_addsCountsAndHistograms() throws IOException {
        var url = pushServer(true);
        var one = run(0, url, "-c", "2");
        var other = run(0, url, "-c", "3");
        var files = List.of(
                Files.writeString(directory.resolve("1.json"), BenchReport.json(one)),
                Files.writeString(directory.resolve("2.json"), BenchReport.json(other)));
        var merged = directory.resolve("merged.json");
        var page = directory.resolve("merged.html");

        assertThat(terminal.run(
                        "bench",
                        "merge",
                        files.get(0) + "",
                        files.get(1) + "",
                        "--json",
                        merged + "",
                        "--html",
                        page + ""))
                .isZero();

        var sum = BenchReport.read(merged);
        assertThat(sum.connections().subscribed()).isEqualTo(5);
        assertThat(sum.latency().count())
                .isEqualTo(one.latency().count() + other.latency().count())
                .isPositive();
        assertThat(sum.deliveries().received())
                .isEqualTo(one.deliveries().received() + other.deliveries().received());
        assertThat(sum.setups()).hasSize(2);
        assertThat(sum.saturation().reasons()).last().asString().contains("overlap by 0 %");
        assertThat(Files.readString(page))
                .contains("<svg", "polyline", "Latency by percentile")
                .doesNotContain("<script", "src=", "href=");
    }

    @Test
    void merge_otherFiles_areRejected() throws IOException {
        var old = Files.writeString(directory.resolve("old.json"), "{\"schema\":99}");
        var partial = Files.writeString(directory.resolve("partial.json"), "{\"schema\":1}");

        assertThat(terminal.run("bench", "merge", old + "")).isEqualTo(1);
        assertThat(terminal.run("bench", "merge", partial + "")).isEqualTo(1);
        assertThat(terminal.run("bench", "merge", directory.resolve("absent") + ""))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("expected schema 1", "is no result of", "cannot read");
    }

    /** Runs a short load test; returns its result. */
    private BenchResult run(int status, String url, String... options) {
        var file = directory.resolve("result-" + System.nanoTime() + ".json");
        var args = new ArrayList<>(List.of("bench", url, "--json", file.toString(), "--warmup", "0s"));
        args.addAll(List.of(options));
        if (!args.contains("--duration")) {
            args.addAll(List.of("--duration", "500ms"));
        }
        if (!args.contains("--rate") && !args.contains("--window")) {
            args.addAll(List.of("--rate", "40"));
        }
        assertThat(terminal.run(args.toArray(String[]::new)))
                .as(terminal.out() + terminal.err())
                .isEqualTo(status);
        return BenchReport.read(file);
    }

    private static void assertExact(BenchResult result, int subscribers) {
        assertThat(result.connections().subscribed()).isEqualTo(subscribers);
        assertThat(result.deliveries().lost()).isZero();
        assertThat(result.deliveries().duplicates()).isZero();
        assertThat(result.deliveries().outOfOrder()).isZero();
        assertThat(result.deliveries().expected()).isEqualTo(result.deliveries().received());
        assertThat(result.errors()).isEmpty();
    }

    private String pushServer(boolean insecure) {
        var config = ServerConfig.LOADER.load("""
                http-server: {port: 0}
                http-api: {key: %s}
                client:
                  insecure: %s
                  token: {hmac-secret-key: 0123456789abcdef0123456789abcdef}
                """.formatted(KEY, insecure), Map.of(), Map.of());
        var server = PushServer.create(config);
        servers.add(server);
        return "http://127.0.0.1:" + server.listen().getPort();
    }

    private String broadcast() {
        return "ws://127.0.0.1:"
                + app(app -> {
                    var lobby = app.channel("lobby");
                    app.websocket("/ws/{id}", ws -> {
                        ws.subscribe(lobby);
                        for (var message : ws.messages()) {
                            lobby.publish(message);
                        }
                    });
                })
                + "/ws/{id}";
    }

    private int app(Consumer<Fanfare> routes) {
        var app = Fanfare.create();
        servers.add(app);
        routes.accept(app);
        return app.listen("127.0.0.1", 0).getPort();
    }
}
