package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.client.RawWebSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceCommandTest {
    private static final String YAML = """
            http-server: {address: 127.0.0.1, port: 0, internal-port: 0}
            admin: {token: a-token-of-a-program}
            client: {user-id-http-header: X-User}
            """;

    private final Terminal terminal = new Terminal();

    @Test
    void trace_printsEventsUntilItIsInterrupted() {
        try (var server = PushServer.create(ServerConfig.LOADER.load(YAML, Map.of(), Map.of()))) {
            var address = server.listen();
            var url = "http://127.0.0.1:" + server.addresses().getFirst().getPort();
            var trace = terminal.start("trace", "--user", "ann", "--url", url, "--token", "a-token-of-a-program");
            try {
                await().atMost(Duration.ofMinutes(1)).until(() -> terminal.err().contains("has started on node"));
                try (var client = RawWebSocket.open(address, "/connection/websocket", "X-User: ann")) {
                    client.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"\\u001b[2Jnews\"}}");
                    client.receiveText();
                }
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(terminal.out())
                                .contains("CONNECTED", "user=ann", "\\u001b[2Jnews", "DISCONNECTED")
                                .doesNotContain("\u001b"));
            } finally {
                trace.close();
            }
        }
    }

    @Test
    void trace_endsAfterItsDuration_andRefusedTokenIsAnError() {
        try (var server = PushServer.create(ServerConfig.LOADER.load(YAML, Map.of(), Map.of()))) {
            server.listen();
            var url = "http://127.0.0.1:" + server.addresses().getFirst().getPort();

            assertThat(terminal.run(
                            "trace",
                            "--channel",
                            "a&b=c",
                            "--url",
                            url,
                            "--seconds",
                            "1",
                            "--set",
                            "admin.token=a-token-of-a-program"))
                    .isZero();
            assertThat(terminal.err()).contains("duration of 1 s");
            assertThat(terminal.run("trace", "--user", "ann", "--url", url, "--token", "wrong"))
                    .isEqualTo(1);
            assertThat(terminal.err()).contains("401");
        }
    }

    @Test
    void trace_needsOneTarget() {
        assertThat(terminal.run("trace")).isEqualTo(2);
        assertThat(terminal.run("trace", "--user", "a", "--client", "b")).isEqualTo(2);
    }
}
