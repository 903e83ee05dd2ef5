package dev.fanfare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.TokenSigner;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A configuration that changes while the server runs. */
class ReloadTest {
    private static final String OLD_SECRET = "0123456789abcdef0123456789abcdef0123";
    private static final String NEW_SECRET = "3210fedcba9876543210fedcba9876543210";
    private static final String YAML = """
            http-server: {address: 127.0.0.1}
            http-api:
              key: api-key
            client:
              token:
                hmac-secret-key: %s
            channel:
              namespaces:
                - name: open
                  allow-subscribe-for-client: true
                - name: closed
            """.formatted(OLD_SECRET);

    private final MemoryTransport transport = new MemoryTransport();
    private final PushServer server = PushServer.create(config(Map.of()), transport);

    ReloadTest() {
        server.listen();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void keys_areReplaced_connectedClientsStay() {
        var before = client(OLD_SECRET);
        ask(before, subscribe("open:a"));

        assertThat(server.reload(config(Map.of("client.token.hmac-secret-key", NEW_SECRET, "http-api.key", "other"))))
                .isEmpty();

        assertThat(connect(transport.connect(Centrifuge.WEBSOCKET), NEW_SECRET)).contains("\"connect\":{");
        var late = transport.connect(Centrifuge.WEBSOCKET);
        late.sendText("{\"id\":1,\"connect\":{\"token\":\"" + token(OLD_SECRET) + "\"}}");
        assertThat(late.receiveClose().code()).isEqualTo(3500);
        assertThat(publish("open:a", "api-key")).isEqualTo(401);
        assertThat(publish("open:a", "other")).isEqualTo(200);
        assertThat(before.receiveText()).contains("\"pub\":{\"data\":1");
    }

    @Test
    void namespaces_areReplaced_forLaterRequests() {
        var client = client(OLD_SECRET);
        ask(client, subscribe("open:a"));
        assertThat(ask(client, subscribe("closed:a"))).contains("\"code\":103");

        var namespaces = "[{name: closed, allow-subscribe-for-client: true}]";
        assertThat(server.reload(ServerConfig.LOADER.load(
                        YAML.substring(0, YAML.indexOf("channel:")) + "channel:\n  namespaces: " + namespaces,
                        Map.of(),
                        Map.of())))
                .isEmpty();

        assertThat(ask(client, subscribe("closed:a"))).contains("\"subscribe\":{");
        assertThat(ask(client, subscribe("open:b"))).contains("\"code\":102");
    }

    /** At a reconnect, an SDK requests the server-side subscriptions that it had. */
    @Test
    void namespaceRemoved_clientsWithItsChannelsCanConnect() {
        var client = transport.connect(Centrifuge.WEBSOCKET);

        client.sendText(
                "{\"id\":1,\"connect\":{\"token\":\"" + token(OLD_SECRET)
                        + "\",\"subs\":{\"gone:a\":{\"recover\":true,\"epoch\":\"e\",\"offset\":3},\"open:a\":{},\"grüße\":{}}}}");

        assertThat(client.receiveText()).contains("\"connect\":{", "\"subs\":{\"open:a\":{}}");
    }

    @Test
    void reload_afterClose_changesNothing() {
        server.close();

        assertThatThrownBy(() -> server.reload(config(Map.of()))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rates_areReplaced_forNewConnections() {
        var before = client(OLD_SECRET);
        server.reload(config(Map.of("client.rate-limit.connection.subscribe", "1/1m")));
        var after = client(OLD_SECRET);

        assertThat(ask(before, subscribe("open:a")) + ask(before, subscribe("open:b")))
                .doesNotContain("\"code\":111");
        assertThat(ask(after, subscribe("open:a"))).contains("\"subscribe\":{");
        assertThat(ask(after, subscribe("open:b"))).contains("\"code\":111");
    }

    @Test
    void reload_reportsOptionsThatRequireARestart() {
        var changed = Map.of(
                "http-server.port", "9999",
                "client.ping-interval", "10s",
                "prometheus.enabled", "true",
                "log-level", "debug",
                "http-api.key", "");

        assertThat(server.reload(config(changed)))
                .containsExactlyInAnyOrder(
                        "http-server.port", "client.ping-interval", "prometheus.enabled", "http-api.key");
        assertThat(server.reload(config(Map.of("http-server.port", "9999")))).containsExactly("http-server.port");
        assertThat(server.reload(config(Map.of()))).isEmpty();
    }

    @Test
    void reload_unusableConfiguration_changesNothing() {
        var exposedKey = "an-api-key-of-some-length";
        var exposed = new MemoryTransport();
        try (var reachable = PushServer.create(
                config(Map.of("http-server.address", "0.0.0.0", "http-api.key", exposedKey)), exposed)) {
            reachable.listen();

            assertThatThrownBy(() -> reachable.reload(config(Map.of("http-api.key", "short"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("http-api.key must have at least 16 characters");
            assertThat(exposed.post("/api/info", "{}", "X-API-Key: " + exposedKey)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void metaTtl_isComparedWithTheIntervalInForce() {
        var next = config(Map.of(
                "client.channel-position-check-delay", "1s",
                "channel.history-meta-ttl", "2s",
                "channel.without-namespace.history-size", "1",
                "channel.without-namespace.history-ttl", "1s"));

        assertThatThrownBy(() -> server.reload(next))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metaAge");
        client(OLD_SECRET);
    }

    private static ServerConfig config(Map<String, String> flags) {
        return ServerConfig.LOADER.load(YAML, Map.of(), new LinkedHashMap<>(flags));
    }

    private static String token(String secret) {
        var config = config(Map.of("client.token.hmac-secret-key", secret));
        return new TokenSigner(config.client().token(), InstantSource.system()).connection(ConnectionClaims.of("ann"));
    }

    private TestClient client(String secret) {
        var client = transport.connect(Centrifuge.WEBSOCKET);
        assertThat(connect(client, secret)).contains("\"connect\":{");
        return client;
    }

    private static String connect(TestClient client, String secret) {
        return ask(client, "{\"id\":1,\"connect\":{\"token\":\"" + token(secret) + "\"}}");
    }

    private static String subscribe(String channel) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    private static String ask(TestClient client, String command) {
        client.sendText(command);
        return client.receiveText();
    }

    private int publish(String channel, String key) {
        return transport
                .post("/api/publish", "{\"channel\":\"" + channel + "\",\"data\":1}", "X-API-Key: " + key)
                .status();
    }
}
