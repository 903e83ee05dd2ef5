package dev.fanfare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that drains. */
class ServerDrainTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String YAML = """
            http-server: {address: 127.0.0.1}
            http-api:
              key: api-key
            client:
              insecure: true
            shutdown:
              drain-duration: 20s
            """;

    private final MemoryTransport transport = new MemoryTransport();
    private final PushServer server = PushServer.create(ServerConfig.LOADER.load(YAML, Map.of(), Map.of()), transport);

    @BeforeEach
    void listen() {
        server.listen();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void drain_answersHealthChecksAndApi_untilClientsLeft() {
        var clients = new TestClient[] {client(), client(), client()};
        var ended = draining();

        assertThat(transport.get("/ready").text()).isEqualTo("{\"ready\":false,\"reason\":\"draining\"}");
        assertThat(transport.get("/health").status()).isEqualTo(200);
        assertThat(publish()).isEqualTo(200);
        assertThat(transport.connect(Centrifuge.WEBSOCKET).receiveClose().code())
                .isEqualTo(3001);
        assertThat(ended).isNotDone();
        await().atMost(PATIENCE).until(() -> {
            transport.advance(Duration.ofSeconds(1));
            return ended.isDone();
        });
        ended.join();
        for (var client : clients) {
            assertThat(client.closeReason().code()).isEqualTo(3001);
        }
    }

    @Test
    void drain_interrupted_endsAtOnce() {
        var client = client();
        var ended = draining();
        server.close();

        assertThat(ended).succeedsWithin(PATIENCE);
        assertThat(client.closeReason().code()).isEqualTo(3001);
    }

    private CompletableFuture<Void> draining() {
        var ended = CompletableFuture.runAsync(
                server::drain, task -> Thread.ofPlatform().name("drain").start(task));
        await().atMost(PATIENCE).until(() -> transport.get("/ready").status() == 503);
        return ended;
    }

    private TestClient client() {
        var client = transport.connect(Centrifuge.WEBSOCKET);
        client.sendText("{\"id\":1,\"connect\":{}}");
        client.receiveText();
        return client;
    }

    private int publish() {
        return transport
                .post("/api/publish", "{\"channel\":\"a\",\"data\":1}", "X-API-Key: api-key")
                .status();
    }
}
