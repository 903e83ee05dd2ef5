package dev.fanfare.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.SubscriptionClaims;
import dev.fanfare.server.token.SubscriptionOverrides;
import dev.fanfare.server.token.TokenSigner;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A configured server: admission, permissions and the API. */
class PushServerTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef0123";
    private static final String YAML = """
            http-server: {address: 127.0.0.1}
            http-api:
              key: api-key
            uni-sse:
              enabled: true
            client:
              token:
                hmac-secret-key: %s
              user-connection-limit: 3
              subscribe-to-user-personal-channel:
                enabled: true
                personal-channel-namespace: personal
            channel:
              namespaces:
                - name: open
                  allow-subscribe-for-client: true
                  allow-subscribe-for-anonymous: true
                - name: members
                  allow-subscribe-for-client: true
                  allow-publish-for-subscriber: true
                  presence: true
                  allow-presence-for-subscriber: true
                  history-size: 10
                  history-ttl: 1m
                  force-recovery: true
                  allow-history-for-subscriber: true
                  publication-data-format: json-object
                - name: anyone
                  allow-publish-for-client: true
                  allow-publish-for-anonymous: true
                - name: limited
                  allow-user-limited-channels: true
                - name: odd
                  allow-subscribe-for-client: true
                  channel-regex: "[0-9]+"
                - name: personal
                - name: closed
            """.formatted(SECRET);

    private final MemoryTransport transport = new MemoryTransport();
    private final ServerConfig config = ServerConfig.LOADER.load(YAML, Map.of(), Map.of());
    private final PushServer server = PushServer.create(config, transport);

    PushServerTest() {
        server.listen();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void connect_withoutToken_isRefused() {
        assertThat(closed("{\"id\":1,\"connect\":{}}")).isEqualTo(3501);
    }

    @Test
    void connect_invalidToken_isFinal_expiredTokenIsNot() {
        assertThat(closed("{\"id\":1,\"connect\":{\"token\":\"x.y.z\"}}")).isEqualTo(3500);
        var expired = signer().connection(ConnectionClaims.of("ann").withExpireAt(Instant.EPOCH.plusSeconds(9)));
        assertThat(ask(transport.connect(Centrifuge.WEBSOCKET), connect(expired)))
                .contains("\"code\":109");
    }

    @Test
    void connect_withToken_subscribesThePersonalChannel() {
        var claims = ConnectionClaims.of("ann")
                .withExpireAt(Instant.now().plusSeconds(100))
                .withInfo(Payload.validatedJson("{\"name\":\"Ann\"}".getBytes(UTF_8)));
        var reply = ask(transport.connect(Centrifuge.WEBSOCKET), connect(signer().connection(claims)));

        assertThat(reply).contains("\"expires\":true,\"ttl\":", "\"subs\":{\"personal:#ann\":{}}");
        assertThat(api("publish", "{\"channel\":\"personal:#ann\",\"data\":1}")).isEqualTo("{\"result\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann,bob", "x#ann", ",ann", "#ann", "ann,"})
    void connect_userWhosePersonalChannelBelongsToOthers_isRefused(String user) {
        var client = transport.connect(Centrifuge.WEBSOCKET);

        client.sendText(connect(signer().connection(ConnectionClaims.of(user))));

        assertThat(client.receiveClose().code()).isEqualTo(3507);
    }

    @Test
    void connect_subscribesTheChannelsOfTheToken() {
        var claims = new ConnectionClaims("bob", Optional.empty(), null, null, List.of("closed:a"), Map.of());
        var client = transport.connect(Centrifuge.WEBSOCKET);

        assertThat(ask(client, connect(signer().connection(claims)))).contains("\"closed:a\":{}");
        api("publish", "{\"channel\":\"closed:a\",\"data\":5}");
        assertThat(client.receiveText()).contains("\"channel\":\"closed:a\",\"pub\":{\"data\":5}");
    }

    @Test
    void connect_aboveTheUserLimit_isRejected() {
        for (int i = 0; i < 3; i++) {
            client("ann");
        }

        assertThat(closed(connect(token("ann")))).isEqualTo(3504);
        client("bob");
    }

    @ParameterizedTest
    @CsvSource({
        "open:a,0",
        "members:a,0",
        "odd:12,0",
        "odd:x,107",
        "closed:a,103",
        "a,103",
        "nowhere:a,102",
        "$members:a,103",
        "limited:a#ann,0",
        "limited:a#bob,103",
        "'limited:a#bob,ann',0",
        "limited:a,103",
        "nämlich,107"
    })
    void subscribe_isDecidedByTheNamespace(String channel, int error) {
        assertThat(ask(client("ann"), subscribe(channel)))
                .contains(error == 0 ? "\"subscribe\":{" : "\"code\":" + error + ",");
    }

    @Test
    void subscribe_withToken_needsNoOtherPermission() {
        var client = client("ann");
        var good = signer().subscription(SubscriptionClaims.of("ann", "$closed:a")
                .withOverrides(new SubscriptionOverrides(
                        null, Payload.validatedJson("{\"d\":1}".getBytes(UTF_8)), Overrides.NONE)));

        assertThat(ask(client, subscribe("$closed:a", good))).contains("\"data\":{\"d\":1}");
        assertThat(ask(client, subscribe("closed:b", "x.y.z"))).contains("\"code\":103");
        var expired = signer().subscription(
                        SubscriptionClaims.of("ann", "closed:b").withExpireAt(Instant.EPOCH.plusSeconds(9)));
        assertThat(ask(client, subscribe("closed:b", expired))).contains("\"code\":109");
    }

    @ParameterizedTest
    @CsvSource({"bob,closed:a,closed:a", "ann,closed:b,closed:a"})
    void subscribe_tokenOfOtherUserOrChannel_disconnects(String user, String named, String channel) {
        var client = client("ann");
        client.sendText(subscribe(channel, signer().subscription(SubscriptionClaims.of(user, named))));

        assertThat(client.receiveClose().code()).isEqualTo(3500);
    }

    @Test
    void subscribers_haveThePermissionsOfTheNamespace() {
        var client = client("ann");
        assertThat(ask(client, publish("members:a", "{}"))).contains("\"code\":103");
        assertThat(ask(client, "{\"id\":3,\"presence\":{\"channel\":\"members:a\"}}"))
                .contains("\"code\":103");
        assertThat(ask(client, subscribe("members:a"))).contains("\"recoverable\":true");
        client.sendText(publish("members:a", "{\"a\":1}"));

        assertThat(client.receiveText() + client.receiveText())
                .contains("\"publish\":{}", "\"pub\":{\"data\":{\"a\":1},\"info\":{\"user\":\"ann\"");
        assertThat(ask(client, publish("members:a", "[1]"))).contains("\"code\":107");
        assertThat(ask(client, "{\"id\":4,\"presence_stats\":{\"channel\":\"members:a\"}}"))
                .contains("\"num_clients\":1");
        assertThat(ask(client, "{\"id\":5,\"history\":{\"channel\":\"members:a\",\"limit\":1}}"))
                .contains("\"data\":{\"a\":1}");
        assertThat(ask(client, "{\"id\":6,\"history\":{\"channel\":\"open:a\"}}"))
                .contains("\"code\":108");
        assertThat(ask(client, publish("anyone:a", "1"))).contains("\"publish\":{}");
    }

    @Test
    void anonymous_ifAllowed_hasTheConfiguredPermissions() {
        server.close();
        var memory = new MemoryTransport();
        var flags = Map.of("client.allow-anonymous-connect-without-token", "true");
        try (var open = PushServer.create(ServerConfig.LOADER.load(YAML, Map.of(), flags), memory)) {
            open.listen();
            var client = memory.connect(Centrifuge.WEBSOCKET);
            assertThat(ask(client, "{\"id\":1,\"connect\":{}}")).contains("\"connect\":{");

            assertThat(ask(client, subscribe("open:a"))).contains("\"subscribe\":{");
            assertThat(ask(client, subscribe("members:a"))).contains("\"code\":103");
            assertThat(ask(client, publish("anyone:a", "1"))).contains("\"publish\":{}");
        }
    }

    @Test
    void insecure_logsAWarning() {
        var logger = (Logger) LoggerFactory.getLogger(PushServer.class);
        var logged = new ListAppender<ILoggingEvent>();
        logged.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
        logged.start();
        logger.addAppender(logged);
        try (var insecure = PushServer.create(
                ServerConfig.LOADER.load("", Map.of(), Map.of("client.insecure", "true")), new MemoryTransport())) {
            insecure.listen();
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(message -> assertThat(message).startsWith("client.insecure is set"));
    }

    @Test
    void insecure_allowsEverything() {
        server.close();
        var memory = new MemoryTransport();
        var flags = Map.of("client.insecure", "true");
        try (var open = PushServer.create(ServerConfig.LOADER.load(YAML, Map.of(), flags), memory)) {
            open.listen();
            var client = memory.connect(Centrifuge.WEBSOCKET);
            ask(client, "{\"id\":1,\"connect\":{}}");

            assertThat(ask(client, subscribe("closed:a"))).contains("\"subscribe\":{");
            assertThat(ask(client, subscribe("$closed:a"))).contains("\"code\":103");
        }
    }

    @Test
    void refresh_requiresATokenOfTheSameUser() {
        var client = transport.connect(Centrifuge.WEBSOCKET);
        ask(
                client,
                connect(signer().connection(ConnectionClaims.of("ann")
                        .withExpireAt(Instant.now().plusSeconds(50)))));
        var longer = signer().connection(
                        ConnectionClaims.of("ann").withExpireAt(Instant.now().plusSeconds(500)));
        assertThat(ask(client, "{\"id\":2,\"refresh\":{\"token\":\"" + longer + "\"}}"))
                .contains("\"expires\":true,\"ttl\":4");
        client.sendText("{\"id\":3,\"refresh\":{\"token\":\"" + token("bob") + "\"}}");

        assertThat(client.receiveClose().code()).isEqualTo(3500);
    }

    @Test
    void api_usesTheNamespaces() {
        assertThat(api("publish", "{\"channel\":\"nowhere:a\",\"data\":1}")).contains("\"code\":102");
        assertThat(api("publish", "{\"channel\":\"members:a\",\"data\":1}")).contains("\"code\":107");
        assertThat(api("publish", "{\"channel\":\"members:a\",\"data\":{}}")).contains("\"offset\":1");
        assertThat(api("presence", "{\"channel\":\"open:a\"}")).contains("\"code\":108");
        assertThat(transport.post("/api/publish", "{}").status()).isEqualTo(401);
    }

    @Test
    void api_withoutKey_isOff() {
        server.close();
        var memory = new MemoryTransport();
        try (var keyless = PushServer.create(ServerConfig.LOADER.load("", Map.of(), Map.of()), memory)) {
            keyless.listen();
            assertThat(memory.post("/api/publish", "{}").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready"})
    void healthChecks_areAnswered(String path) {
        assertThat(transport.get(path).status()).isEqualTo(200);
    }

    @Test
    void transports_areEnabledByConfiguration() {
        assertThat(transport.get(Centrifuge.UNI_HTTP_STREAM).status()).isEqualTo(404);
        assertThat(transport.request("OPTIONS", Centrifuge.UNI_SSE, new byte[0]).status())
                .isEqualTo(204);
    }

    @Test
    void drain_makesClientsReconnect() {
        var memory = new MemoryTransport();
        var atOnce = Map.of("client.insecure", "true", "shutdown.drain-duration", "0");
        try (var stopping = PushServer.create(ServerConfig.LOADER.load("", Map.of(), atOnce), memory)) {
            stopping.listen();
            var client = memory.connect(Centrifuge.WEBSOCKET);
            ask(client, "{\"id\":1,\"connect\":{}}");
            stopping.drain();

            assertThat(client.receiveClose().code()).isEqualTo(3001);
        }
    }

    @Test
    void connections_aboveRate_get503WithRetryAfter() {
        var memory = new MemoryTransport();
        var limited = ServerConfig.LOADER.load(
                "", Map.of(), Map.of("client.connection-rate-limit", "2", "client.rate-limit.connection.rpc", "1/1m"));
        try (var busy = PushServer.create(limited, memory)) {
            busy.listen();
            memory.connect(Centrifuge.WEBSOCKET).accepted();
            memory.connect(Centrifuge.WEBSOCKET).accepted();

            assertThat(memory.post(Centrifuge.SSE, "").status()).isEqualTo(503);
            assertThat(memory.get("/health").status()).isEqualTo(200);
            memory.advance(Duration.ofSeconds(1));
            memory.connect(Centrifuge.WEBSOCKET).accepted();
        }
    }

    @Test
    void requestsThatOpenNoWebSocket_doNotCountAsConnections() {
        var memory = new MemoryTransport();
        var limited = ServerConfig.LOADER.load("", Map.of(), Map.of("client.connection-rate-limit", "1"));
        try (var busy = PushServer.create(limited, memory)) {
            busy.listen();
            for (int i = 0; i < 10; i++) {
                assertThat(memory.get(Centrifuge.WEBSOCKET).status()).isEqualTo(426);
            }
            memory.connect(Centrifuge.WEBSOCKET).accepted();
        }
    }

    @Test
    void commands_aboveRate_areRejected() {
        var memory = new MemoryTransport();
        var limited = ServerConfig.LOADER.load(
                "", Map.of(), Map.of("client.insecure", "true", "client.rate-limit.connection.publish", "1/1m"));
        try (var busy = PushServer.create(limited, memory)) {
            busy.listen();
            var client = memory.connect(Centrifuge.WEBSOCKET);
            ask(client, "{\"id\":1,\"connect\":{}}");

            assertThat(ask(client, publish("a", "1"))).contains("\"publish\":{");
            assertThat(ask(client, publish("a", "2"))).contains("\"code\":111");
        }
    }

    private TokenSigner signer() {
        return new TokenSigner(config.client().token(), InstantSource.system());
    }

    private String token(String user) {
        return signer().connection(ConnectionClaims.of(user));
    }

    private TestClient client(String user) {
        var client = transport.connect(Centrifuge.WEBSOCKET);
        assertThat(ask(client, connect(token(user)))).contains("\"connect\":{");
        return client;
    }

    private int closed(String command) {
        var client = transport.connect(Centrifuge.WEBSOCKET);
        client.sendText(command);
        return client.receiveClose().code();
    }

    private String api(String method, String body) {
        return transport.post("/api/" + method, body, "X-API-Key: api-key").text();
    }

    private static String ask(TestClient client, String command) {
        client.sendText(command);
        return client.receiveText();
    }

    private static String connect(String token) {
        return "{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}";
    }

    private static String subscribe(String channel) {
        return subscribe(channel, "");
    }

    private static String subscribe(String channel, String token) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"token\":\"" + token + "\"}}";
    }

    private static String publish(String channel, String json) {
        return "{\"id\":3,\"publish\":{\"channel\":\"" + channel + "\",\"data\":" + json + "}}";
    }
}
