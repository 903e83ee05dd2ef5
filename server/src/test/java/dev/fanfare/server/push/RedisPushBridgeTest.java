package dev.fanfare.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.TokenSigner;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Two servers and other programs on one Redis. */
class RedisPushBridgeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String YAML = """
            http-server: {address: 127.0.0.1}
            http-api:
              key: api-key
            client:
              allowed-origins: ["https://example.com"]
              token:
                hmac-secret-key: 0123456789abcdef0123456789abcdef0123
              user-connection-limit: 2
            channel:
              namespaces:
                - name: channel
                  allow-subscribe-for-client: true
                  allow-publish-for-client: true
                - name: read
                  allow-publish-for-client: true
            redis-push:
              address: ["%s"]
              bridges:
                - {channel: "channel:1", direction: both, path: /redis/one}
                - {channel: "channel:1", direction: both, path: /redis/open, anonymous: true}
                - {channel: "read:1", path: /redis/read, anonymous: true}
                - {channel: "write:1", direction: out, path: /redis/write, anonymous: true}
                - {pattern: "news.*", path: /redis/news, anonymous: true}
                - {pattern: "*", direction: both, path: "/redis/any/{channel}", anonymous: true}
            """;

    private final PlainRedis redis = new PlainRedis();
    private final ServerConfig config = ServerConfig.LOADER.load(YAML.formatted(redis.url()), Map.of(), Map.of());
    private final MemoryTransport one = new MemoryTransport();
    private final MemoryTransport other = new MemoryTransport();
    private final List<PushServer> servers = List.of(PushServer.create(config, one), PushServer.create(config, other));

    @BeforeEach
    void listen() {
        servers.forEach(PushServer::listen);
        redis.awaitSubscribers("channel:1", 2);
    }

    @AfterEach
    void close() {
        servers.forEach(PushServer::close);
        redis.close();
    }

    @Test
    void publish_inRedis_reachesClientsOfAllServersOnce() {
        var clients = List.of(connect(one, "/redis/open"), connect(one, "/redis/open"), connect(other, "/redis/open"));

        redis.publish("channel:1", "grüße");
        redis.publish("channel:2", "not for these");
        redis.publish("channel:1", new byte[] {(byte) 0xFF, 0});

        for (var client : clients) {
            assertThat(client.receiveText()).isEqualTo("grüße");
            assertThat(client.receiveBytes()).containsExactly(0xFF, 0);
            client.receiveNothing();
        }
    }

    @Test
    void message_isPublishedInRedisAndReturnsOnce() {
        var seen = redis.subscribe("channel:1");
        var client = connect(one, "/redis/open");
        var far = connect(other, "/redis/open");

        client.sendText("{\"plain\":1}");
        client.sendBytes(new byte[] {(byte) 0xFE});

        await().atMost(PATIENCE).until(() -> seen.size() == 2);
        assertThat(seen).containsExactly("{\"plain\":1}", "\uFFFD");
        for (var each : List.of(client, far)) {
            assertThat(each.receiveText()).isEqualTo("{\"plain\":1}");
            assertThat(each.receiveBytes()).containsExactly(0xFE);
            each.receiveNothing();
        }
    }

    @Test
    void direction_limitsTheBridge() {
        var read = redis.subscribe("read:1");
        var written = redis.subscribe("write:1");
        var reader = connect(one, "/redis/read");
        var writer = connect(one, "/redis/write");

        reader.sendText("not published");
        writer.sendText("published");
        await().atMost(PATIENCE).until(() -> written.contains("published"));
        redis.publish("write:1", "not heard");
        redis.publish("read:1", "heard");

        assertThat(reader.receiveText()).isEqualTo("heard");
        reader.receiveNothing();
        writer.receiveNothing();
        await().atMost(PATIENCE).until(() -> !read.isEmpty());
        assertThat(read).containsExactly("heard");
    }

    @Test
    void pattern_deliversAllMatchesOrTheChosenChannel() {
        var all = connect(one, "/redis/news");
        var chosen = connect(other, "/redis/any/news.sport");

        redis.publish("news.sport", "goal");
        redis.publish("news.weather", "rain");
        chosen.sendText("another goal");

        assertThat(all.receiveText()).isEqualTo("goal");
        assertThat(List.of(all.receiveText(), all.receiveText())).containsExactlyInAnyOrder("rain", "another goal");
        assertThat(chosen.receiveText()).isEqualTo("goal");
        assertThat(chosen.receiveText()).isEqualTo("another goal");
        all.receiveNothing();
        chosen.receiveNothing();
    }

    /** Otherwise, clients could forge messages between nodes. */
    @ParameterizedTest
    @ValueSource(
            strings = {"fanfare:push:%7Bnews%7D", "fanfare.events%2Froom", "fanfare.relay.probe.x", "%C2%BB%20news.*"})
    void internalChannels_cannotBeChosen(String channel) {
        assertThat(refusal("/redis/any/" + channel)).isEqualTo(404);
    }

    @Test
    void connect_withoutAnyToken_isRejected() {
        assertThat(refusal("/redis/one")).isEqualTo(401);
        assertThat(refusal("/redis/one?token=x.y.z")).isEqualTo(401);
        assertThat(refusal("/redis/one?token=" + token(ConnectionClaims.of(""))))
                .isEqualTo(401);
        var expired = ConnectionClaims.of("ann").withExpireAt(Instant.EPOCH.plusSeconds(9));
        assertThat(refusal("/redis/one?token=" + token(expired))).isEqualTo(401);
        assertThat(refusal("/redis/open", "Origin: https://evil.example")).isEqualTo(403);
        connect(one, "/redis/open", "Origin: https://example.com");
    }

    @Test
    void rejectedToken_isLoggedWithTheReason() {
        var expired = token(ConnectionClaims.of("ann").withExpireAt(Instant.EPOCH.plusSeconds(9)));
        var logger = (Logger) LoggerFactory.getLogger(TokenOrHeader.class);
        var log = new ListAppender<ILoggingEvent>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
        try {
            assertThat(refusal("/redis/one?token=" + expired)).isEqualTo(401);
        } finally {
            logger.setLevel(null);
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("a token was rejected: the token expired at ")
                .doesNotContain(expired);
    }

    @Test
    void connect_withToken_isAcceptedUpToTheLimit() {
        var token = token(ConnectionClaims.of("ann"));
        var client = connect(one, "/redis/one?token=" + token);
        connect(one, "/redis/one", "Authorization: Bearer " + token);

        assertThat(refusal("/redis/one?token=" + token)).isEqualTo(429);
        client.sendText("hello");
        assertThat(client.receiveText()).isEqualTo("hello");
    }

    @Test
    void tokenExpiry_closesTheConnection() {
        var soon = ConnectionClaims.of("ann").withExpireAt(Instant.now().plusSeconds(3));
        var client = connect(one, "/redis/one?token=" + token(soon));

        await().atMost(PATIENCE).until(() -> {
            one.advance(Duration.ofSeconds(1));
            return subscriptions(one) == 0;
        });

        assertThat(client.receiveClose().code()).isEqualTo(3005);
    }

    @Test
    void client_aboveRate_isRejectedOrClosed() {
        var transport = new MemoryTransport();
        var flags = Map.of("client.connection-rate-limit", "2", "client.rate-limit.connection.publish", "1/1h");
        try (var server =
                PushServer.create(ServerConfig.LOADER.load(YAML.formatted(redis.url()), Map.of(), flags), transport)) {
            server.listen();
            var client = transport.connect("/redis/write");
            client.sendTogether("one", "two");
            assertThat(client.receiveClose().code()).isEqualTo(1008);

            assertThat(catchThrowableOfType(HandshakeRefusedException.class, () -> {
                                for (int i = 0; i < 100; i++) {
                                    transport.connect("/redis/read");
                                }
                            })
                            .status())
                    .isEqualTo(429);
        }
    }

    @Test
    void insecureServer_requiresNoToken() {
        var transport = new MemoryTransport();
        var open = ServerConfig.LOADER.load(YAML.formatted(redis.url()), Map.of(), Map.of("client.insecure", "true"));
        try (var server = PushServer.create(open, transport)) {
            server.listen();
            connect(transport, "/redis/one").close();
        }
    }

    @Test
    void sdkClients_readAndPublishAsTheNamespaceAllows() {
        var seen = redis.subscribe("channel:1");
        var plain = connect(other, "/redis/open");
        var sdk = connect(one, Centrifuge.WEBSOCKET);
        ask(sdk, "{\"id\":1,\"connect\":{\"token\":\"" + token(ConnectionClaims.of("ann")) + "\"}}");
        assertThat(ask(sdk, "{\"id\":2,\"subscribe\":{\"channel\":\"channel:1\"}}"))
                .contains("\"subscribe\":{");
        assertThat(ask(sdk, "{\"id\":3,\"subscribe\":{\"channel\":\"read:1\"}}"))
                .contains("\"code\":103");

        redis.publish("channel:1", "from Redis");
        assertThat(sdk.receiveText()).contains("\"channel\":\"channel:1\"", "\"data\":\"from Redis\"");
        sdk.sendText("{\"id\":4,\"publish\":{\"channel\":\"channel:1\",\"data\":{\"from\":\"ann\"}}}");

        await().atMost(PATIENCE).until(() -> seen.size() == 2);
        assertThat(seen).containsExactly("from Redis", "{\"from\":\"ann\"}");
        assertThat(plain.receiveText()).isEqualTo("from Redis");
        assertThat(plain.receiveText()).isEqualTo("{\"from\":\"ann\"}");
        plain.receiveNothing();
    }

    @Test
    void api_publishesToRedis_withoutUnsupportedOptions() {
        var client = connect(other, "/redis/open");

        assertThat(api("{\"channel\":\"channel:1\",\"data\":{\"n\":1}}")).contains("\"result\":{}");
        assertThat(api("{\"channel\":\"channel:1\",\"data\":1,\"idempotency_key\":\"k\"}"))
                .contains("\"code\":108");
        assertThat(api("{\"channel\":\"channel:1\",\"data\":1,\"exclude\":\"c\"}"))
                .contains("\"code\":108");

        assertThat(client.receiveText()).isEqualTo("{\"n\":1}");
        client.receiveNothing();
    }

    @Test
    void cluster_onTheSameRedis_deliversOneCopyEach() {
        var flags = Map.of(
                "engine.type",
                "redis",
                "engine.redis.address",
                redis.url(),
                "http-server.address",
                "127.0.0.1",
                "http-server.port",
                "0");
        var shared = ServerConfig.LOADER.load(YAML.formatted(redis.url()), Map.of(), flags);
        try (var here = PushServer.create(shared);
                var there = PushServer.create(shared)) {
            var near = new SocketServer(here.listen());
            var far = new SocketServer(there.listen());
            redis.awaitSubscribers("channel:1", 4);
            var clients = List.of(
                    connect(near, "/redis/open"), connect(far, "/redis/open"), connect(far, "/redis/any/channel:1"));

            clients.getFirst().sendText("once");

            for (var client : clients) {
                assertThat(client.receiveText()).isEqualTo("once");
                client.receiveNothing();
            }
        }
    }

    @Test
    void redisOutage_clientsStayAndReceiveAgain() {
        var client = connect(one, "/redis/open");
        redis.stop();
        await().atMost(PATIENCE)
                .until(() -> api("{\"channel\":\"channel:1\",\"data\":1}").contains("\"error\""));
        var writer = connect(one, "/redis/write");
        writer.sendText("lost");
        assertThat(writer.receiveClose().code()).isEqualTo(1013);

        redis.start();
        redis.awaitSubscribers("channel:1", 2);
        redis.publish("channel:1", "back");

        assertThat(client.receiveText()).isEqualTo("back");
    }

    /** A client that is subscribed, if it is of a path where it will be. */
    private static TestClient connect(TestServer to, String target, String... headers) {
        int before = subscriptions(to);
        var client = to.connect(target, headers).timeout(PATIENCE);
        boolean receives = !target.equals(Centrifuge.WEBSOCKET) && !target.equals("/redis/write");
        await().atMost(PATIENCE).until(() -> !receives || subscriptions(to) == before + 1);
        return client;
    }

    private static int subscriptions(TestServer to) {
        var info = to.post("/api/info", "{}", "X-API-Key: api-key").text();
        return Pattern.compile("\"num_subs\":(\\d+)")
                .matcher(info)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }

    private int refusal(String target, String... headers) {
        return catchThrowableOfType(HandshakeRefusedException.class, () -> one.connect(target, headers))
                .status();
    }

    private String token(ConnectionClaims claims) {
        return new TokenSigner(config.client().token(), InstantSource.system()).connection(claims);
    }

    private String api(String body) {
        return one.post("/api/publish", body, "X-API-Key: api-key").text();
    }

    private static String ask(TestClient client, String command) {
        client.sendText(command);
        return client.receiveText();
    }
}
