package dev.fanfare.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.Resume;
import dev.fanfare.app.StaticFile;
import dev.fanfare.core.fake.QuietPorts;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code fanfare.js} in a browser: it resumes without gap or repeat while servers are killed. */
@Tag("full")
class BrowserClientTest {
    private static final int KILLS = 3;
    private static final int PORTION = 2_000;
    private static final int NUMBERS = KILLS * PORTION;

    private static final String PAGE = """
            <!doctype html>
            <p id="state"></p>
            <script type="module">
              import { FanfareSocket } from "/fanfare.js";
              window.numbers = [];
              window.events = [];
              window.socket = new FanfareSocket("/numbers", { resume: "position", maxDelay: 1000 });
              socket.addEventListener("message", ({ data }) => numbers.push(data));
              for (const type of ["gap", "live", "lost"]) socket.addEventListener(type, () => events.push(type));
              socket.addEventListener("state", ({ detail }) => { document.getElementById("state").textContent = detail.text; });
              socket.open();
            </script>
            """;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Chromium chromium;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    /** A node that serves the page and the channel. */
    static final class NumbersNode {
        private NumbersNode() {}

        public static void main(String[] arguments) {
            NodeProcess.serve(arguments[0], NumbersNode::addRoutes);
        }

        static void addRoutes(Fanfare app) {
            var numbers = app.channel("numbers", ChannelOptions.history(NUMBERS, Duration.ofMinutes(10)));
            app.get("/", request -> HttpResponse.of(200, "text/html", PAGE.getBytes(StandardCharsets.UTF_8)));
            app.get("/fanfare.js", StaticFile.fromClasspath(Fanfare.class, "fanfare.js"));
            app.websocket("/numbers", ws -> {
                ws.subscribe(numbers, Resume.fromQuery("position").orLatest(NUMBERS));
                ws.awaitClose();
            });
        }
    }

    @Test
    void nodesAreKilled_pageResumesOnOtherNodes_withoutGapOrRepeat() {
        try (var redis = RedisProcess.start();
                var publisher = NodeProcess.connect(redis.url())) {
            NumbersNode.addRoutes(publisher);
            publisher.listen("127.0.0.1", 0);
            var node = NodeProcess.start(NumbersNode.class, redis.url());
            try (var balancer = new LoadBalancer(node.port());
                    var page = open(balancer.port())) {
                for (int kill = 0; kill < KILLS; kill++) {
                    var next = NodeProcess.start(NumbersNode.class, redis.url());
                    int first = kill * PORTION;
                    var published =
                            CompletableFuture.runAsync(() -> publish(publisher, first), Thread::startVirtualThread);
                    page.waitForFunction("count => numbers.length > count", first + PORTION / 4);
                    node.close();
                    balancer.switchTo(next.port());
                    node = next;
                    published.join();
                    page.waitForFunction("lives => events.filter(event => event === 'live').length >= lives", kill + 2);
                }

                page.waitForFunction("count => numbers.length >= count", NUMBERS);
                assertThat(page.evaluate("numbers.findIndex((number, index) => number !== index)"))
                        .isEqualTo(-1);
                assertThat(page.evaluate("numbers.length")).isEqualTo(NUMBERS);
                assertThat(page.evaluate("events.includes('gap')")).isEqualTo(false);
                assertThat(page.evaluate("events.filter(event => event === 'lost').length >= " + KILLS))
                        .isEqualTo(true);
            } finally {
                node.close();
            }
        }
    }

    @Test
    void serverRestarts_lostHistoryIsReported_andThePageContinues() {
        int port = QuietPorts.next();
        var app = serve(port);
        app.channel("numbers").publishJson(0);
        try (var page = open(port)) {
            page.waitForFunction("numbers.length === 1");

            app.close();
            app = serve(port);
            page.waitForFunction("events.includes('gap')");
            app.channel("numbers").publishJson(1);

            page.waitForFunction("numbers.length === 2");
            assertThat(page.evaluate("events.join()"))
                    .asString()
                    .startsWith("live,lost")
                    .endsWith("gap,live");
        } finally {
            app.close();
        }
    }

    @Test
    void finalCode_endsTheConnection() {
        int port = QuietPorts.next();
        try (var app = serve(port);
                var page = open(port)) {
            app.websocket("/refused", ws -> {
                ws.accept();
                ws.close(3507, "permission denied");
            });
            page.waitForFunction("socket.state.name === 'open'");
            page.evaluate("socket.open('/refused')");
            page.waitForFunction("socket.state.name === 'closed'");
            assertThat(page.evaluate("[socket.state.close.code, socket.state.text].join()"))
                    .isEqualTo("3507,closed: permission denied");
        }
    }

    private static void publish(Fanfare publisher, int first) {
        IntStream.range(first, first + PORTION)
                .forEach(number -> publisher.channel("numbers").publishJson(number));
    }

    private static Fanfare serve(int port) {
        var app = Fanfare.create();
        NumbersNode.addRoutes(app);
        app.listen("127.0.0.1", port);
        return app;
    }

    private static Page open(int port) {
        var page = chromium.newPage();
        page.navigate("http://localhost:" + port + "/");
        return page;
    }
}
