package dev.fanfare.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WebhookServerTest {
    private static final String SECRET = "0123456789abcdef";

    private final BackendServer backend = new BackendServer();
    private final MemoryTransport transport = new MemoryTransport();
    private final PushServer server = PushServer.create(
            ServerConfig.LOADER.load("""
            http-server: {address: 127.0.0.1}
            http-api:
              key: api-key
            client:
              allow-anonymous-connect-without-token: true
            channel:
              without-namespace:
                allow-subscribe-for-client: true
                allow-subscribe-for-anonymous: true
            webhook:
              endpoint: %s
              secret: %s
              events: [disconnect, unsubscribe, occupied, vacated]
              debounce: 2s
            """.formatted(backend.url(), SECRET), Map.of(), Map.of()), transport);

    WebhookServerTest() {
        server.listen();
    }

    @AfterEach
    void close() {
        server.close();
        backend.close();
    }

    @Test
    void clientActivities_areDeliveredOnceAndSigned() {
        var ann = connect();
        subscribe(ann, "news");
        transport.advance(Duration.ofSeconds(2));
        await().until(() -> delivered().equals(List.of("occupied news")));
        ask(ann, "{\"id\":3,\"unsubscribe\":{\"channel\":\"news\"}}");
        subscribe(ann, "news"); // within the debounce: the channel was never vacated
        ann.close(1000, "");

        await().until(
                        () -> { // the debounce begins after the previous delivery has been acknowledged
                            transport.advance(Duration.ofSeconds(2));
                            return delivered().contains("vacated news");
                        });
        assertThat(delivered())
                .containsExactly(
                        "occupied news", "unsubscribe news 0", "unsubscribe news 1", "disconnect 1000", "vacated news");
        assertThat(backend.calls()).allMatch(call -> call.isSignedWith(SECRET));
        assertThat(backend.takenIds()).doesNotHaveDuplicates();
    }

    @Test
    void close_deliversDisconnectsOfRemainingClients() {
        subscribe(connect(), "news");

        server.close();

        assertThat(delivered()).containsExactly("unsubscribe news 1", "disconnect 3001");
    }

    private List<String> delivered() {
        return backend.takenEvents().stream().map(WebhookServerTest::sign).toList();
    }

    private static String sign(JsonNode event) {
        var type = event.get("type").asString();
        return switch (type) {
            case "disconnect" -> type + " " + event.get("code");
            case "unsubscribe" -> type + " " + event.get("channel").asString() + " " + event.get("code");
            default -> type + " " + event.get("channel").asString();
        };
    }

    private TestClient connect() {
        var client = transport.connect(Centrifuge.WEBSOCKET);
        assertThat(ask(client, "{\"id\":1,\"connect\":{}}")).contains("\"connect\"");
        return client;
    }

    private static void subscribe(TestClient client, String channel) {
        assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}"))
                .contains("\"subscribe\"");
    }

    private static String ask(TestClient client, String command) {
        client.sendText(command);
        return client.receiveText();
    }
}
