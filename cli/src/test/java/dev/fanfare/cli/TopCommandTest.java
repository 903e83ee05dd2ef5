package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.Fanfare;
import dev.fanfare.core.fake.ClosedPort;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.admin.ClusterSummary;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.json.JsonBinding;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.json.JsonMapper;

/** {@code fanfare top} with a push server, and with answers of a cluster. */
@ResourceLock("standard streams")
class TopCommandTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOKEN = "token-of-the-top-tests-0123456789";
    private static final String TWO = """
            {"nodes":[{"node":"a","clients":3,"ready":true},{"node":"b","draining":true}],"cluster":{"nodes":2,"clients":3}}""";
    private static final String ONE = """
            {"nodes":[{"node":"a","clients":3,"ready":true}],"missing":["b"],"cluster":{"nodes":1,"clients":3}}""";

    private final Terminal terminal = new Terminal();
    private final InputStream standardIn = System.in;

    @BeforeEach
    void typeNothing() {
        type("");
    }

    @AfterEach
    void restoreInput() {
        System.setIn(standardIn);
    }

    private static void type(String keys) {
        System.setIn(new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void q_endsTheCommand() {
        type("q\n");
        try (var port = new ClosedPort()) {
            assertThat(terminal.run("top", "http://127.0.0.1:" + port.number())).isZero();
        }
        assertThat(terminal.out()).contains("is unreachable");
    }

    @Test
    void once_printsTheNodesOfAPushServer() {
        var config = ServerConfig.LOADER.load(
                "http-server: {address: 127.0.0.1, port: 0, internal-port: 0}\nadmin: {token: %s}".formatted(TOKEN),
                Map.of(),
                Map.of());
        try (var server = PushServer.create(config)) {
            int port = server.listen().getPort();
            var url = "http://127.0.0.1:"
                    + server.addresses().stream()
                            .mapToInt(InetSocketAddress::getPort)
                            .filter(each -> each != port)
                            .findFirst()
                            .orElseThrow();

            assertThat(terminal.run("top", "--once", "--token", TOKEN, url))
                    .as(terminal.err())
                    .isZero();
            assertThat(terminal.run("top", "--once", "--token", "another", url)).isEqualTo(1);
        }
        assertThat(terminal.out())
                .contains("1 nodes, 0 clients", "NODE", "ready")
                .as("used and maximum heap of the node")
                .containsPattern(" [1-9]\\d*/[1-9]\\d* ready");
        assertThat(terminal.err()).contains("HTTP 401", "--token");
    }

    /** The names are those of a push server's answer: {@code ClusterSummary} in snake case. */
    @Test
    void table_hasAllFiguresOfANode() {
        var summary = new ClusterSummary(
                0,
                "a",
                List.of(),
                List.of(),
                new ClusterSummary.Sums(
                        1, 2, 3, 4, 5.5, 6.5, 7 << 20, 8.5, 0, Map.of(), 9_500, 10_500, 11 << 20, 12 << 20));
        var node = JsonBinding.write(summary.cluster());
        var text = "{\"nodes\":[" + new String(node, StandardCharsets.UTF_8) + "],\"cluster\":{}}";

        assertThat(new TopCommand()
                        .table(JsonMapper.shared().readTree(text))
                        .getLast()
                        .strip()
                        .split(" +"))
                .containsExactly("2", "5.5", "6.5", "7.00", "8.5", "9.50", "10.50", "11/12", "not", "ready");
    }

    @Test
    void nodeThatDies_isShownAsGone() {
        var answer = new AtomicReference<>(TWO);
        var app = Fanfare.create();
        try {
            app.get(
                    "/admin/api/summary",
                    request -> HttpResponse.of(
                            200,
                            Headers.of("content-type", "application/json"),
                            answer.get().getBytes(StandardCharsets.UTF_8)));
            var url = "http://127.0.0.1:" + app.listen("127.0.0.1", 0).getPort();
            try (var running = terminal.start("top", url)) {
                running.number(Pattern.compile("(\\d+) nodes"));
                assertThat(terminal.out()).contains("draining");
                assertThat(terminal.out()).doesNotContain("gone");
                answer.set(ONE);
                await().atMost(PATIENCE).until(() -> terminal.out().contains("gone: does not answer"));
                app.close();
                await().atMost(PATIENCE).until(() -> terminal.out().contains("is unreachable"));
            }
        } finally {
            app.close();
        }
    }

    @Test
    void unreachableServer_onceFails() {
        try (var port = new ClosedPort()) {
            assertThat(terminal.run("top", "--once", "http://127.0.0.1:" + port.number()))
                    .isEqualTo(1);
        }
        assertThat(terminal.err()).contains("is unreachable").doesNotContain("\tat ");
        assertThat(terminal.run("top", "ftp://127.0.0.1")).isEqualTo(2);
    }
}
