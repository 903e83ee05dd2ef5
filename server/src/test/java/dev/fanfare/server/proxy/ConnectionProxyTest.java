package dev.fanfare.server.proxy;

import static dev.fanfare.server.proxy.ProxiedServer.ask;
import static dev.fanfare.server.proxy.ProxiedServer.askUntil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.token.ConnectionClaims;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend that decides about connections and their lifetime. */
class ConnectionProxyTest {
    private static final String CONNECT =
            "{\"id\":1,\"connect\":{\"data\":{\"a\":1},\"name\":\"js\",\"version\":\"5\",\"subs\":{\"open:x\":{}}}}";

    private final FakeBackend backend = new FakeBackend();

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void connect_withoutToken_sendsTheRequestOfTheClient() {
        backend.answers("/connect", "{\"result\":{\"user\":\"ann\"}}");
        try (var server = ProxiedServer.inMemory(backend)) {
            var reply = ask(server.open(), CONNECT);
            var asked = backend.next();

            assertThat(reply).contains("\"connect\":{\"client\":\"", "\"subs\":{\"open:x\":{}}", "\"time\":");
            assertThat(asked.body().toString())
                    .startsWith("{\"client\":\"")
                    .endsWith("\",\"transport\":\"websocket\",\"protocol\":\"json\",\"encoding\":\"json\","
                            + "\"name\":\"js\",\"version\":\"5\",\"channels\":[\"open:x\"],\"data\":{\"a\":1}}");
            assertThat(reply).contains(asked.body().get("client").asString());
        }
    }

    @Test
    void connect_withToken_isNotSentToTheBackend() {
        try (var server = ProxiedServer.inMemory(backend)) {
            server.client("ann");
        }
        assertThat(backend.waiting()).isZero();
    }

    @Test
    void connect_appliesTheResult() {
        backend.answers("/connect", """
                {"result": {"user": "ann", "info": {"name": "Ann"}, "data": {"hello": 1}, "channels": ["open:a"],
                  "meta": {"tenant": 7}, "unknown": [1, {"x": 2}],
                  "subs": {"asked:b": {"info": 2, "data": {"c": 3}, "override": {"force_recovery": {"value": true}}}}}}
                """);
        backend.answers("/rpc", "{\"result\":{}}");
        try (var server = ProxiedServer.inMemory(backend)) {
            var client = server.open();
            assertThat(ask(client, "{\"id\":1,\"connect\":{}}"))
                    .contains("\"data\":{\"hello\": 1}", "\"open:a\":{}", "\"asked:b\":{\"recoverable\":true")
                    .contains("\"data\":{\"c\": 3}")
                    .doesNotContain("expires", "tenant");
            assertThat(ask(client, "{\"id\":2,\"presence\":{\"channel\":\"asked:b\"}}"))
                    .contains("\"user\":\"ann\"", "\"conn_info\":{\"name\": \"Ann\"},\"chan_info\":2");
            backend.next();
            ask(client, "{\"id\":3,\"rpc\":{\"method\":\"m\"}}");
            assertThat(backend.next().body().get("meta").toString()).isEqualTo("{\"tenant\":7}");
        }
    }

    @Test
    void connect_resultWithBase64_isBytes() {
        backend.answers(
                "/connect",
                "{\"result\":{\"user\":\"ann\",\"b64info\":\"AP8=\",\"b64data\":\"AAE=\",\"channels\":[\"asked:a\"]}}");
        try (var server = ProxiedServer.inMemory(backend)) {
            var client = server.open();
            assertThat(ask(client, "{\"id\":1,\"connect\":{}}")).contains("\"data\":\"AAE=\"");
            assertThat(ask(client, "{\"id\":2,\"presence\":{\"channel\":\"asked:a\"}}"))
                    .contains("\"conn_info\":\"AP8=\"");
        }
    }

    @Test
    void connect_rejected_returnsTheError() {
        try (var server = ProxiedServer.inMemory(backend)) {
            backend.answers("/connect", "{\"error\":{\"code\":1234,\"message\":\"not you\",\"temporary\":true}}");
            assertThat(ask(server.open(), "{\"id\":1,\"connect\":{}}"))
                    .isEqualTo("{\"id\":1,\"error\":{\"code\":1234,\"message\":\"not you\",\"temporary\":true}}");

            backend.answers("/connect", "{\"error\":{\"code\":101,\"message\":\"in other words\"}}");
            assertThat(ask(server.open(), "{\"id\":1,\"connect\":{}}"))
                    .isEqualTo("{\"id\":1,\"error\":{\"code\":101,\"message\":\"unauthorized\"}}");

            backend.answers("/connect", "{\"disconnect\":{\"code\":4501,\"reason\":\"banned\"}}");
            var client = server.open();
            client.sendText("{\"id\":1,\"connect\":{}}");
            assertThat(client.receiveClose())
                    .satisfies(reason -> assertThat(reason.code()).isEqualTo(4501))
                    .satisfies(reason -> assertThat(reason.reason()).isEqualTo("banned"));
        }
    }

    @Test
    void connect_channelsThatNeedAProxy_areNotSubscribed() {
        backend.answers("/connect", "{\"result\":{\"user\":\"ann\"}}");
        try (var server = ProxiedServer.inMemory(backend)) {
            assertThat(ask(server.open(), "{\"id\":1,\"connect\":{\"subs\":{\"opened:x\":{}}}}"))
                    .doesNotContain("opened:x");
        }
    }

    @Test
    void connection_isRefreshedByTheServerWithItsMeta() {
        backend.answers("/refresh", "{\"result\":{\"info\":{\"name\":\"New\"},\"meta\":{\"m\":2}}}");
        backend.answers("/rpc", "{\"result\":{}}");
        try (var server = ProxiedServer.onSocket(backend, "client.proxy.refresh.enabled", "true")) {
            var client = server.open();
            backend.answers("/connect", () -> connected(",\"meta\":{\"m\":1}"));
            assertThat(ask(client, "{\"id\":1,\"connect\":{}}")).doesNotContain("expires", "ttl");
            backend.next();
            var asked = backend.next();
            assertThat(asked.path()).isEqualTo("/refresh");
            assertThat(asked.body().get("user").asString()).isEqualTo("ann");
            assertThat(asked.body().get("meta").toString()).isEqualTo("{\"m\":1}");

            askUntil(
                    () -> {
                        ask(client, "{\"id\":2,\"rpc\":{\"method\":\"m\"}}");
                        return backend.next().body().get("meta").toString();
                    },
                    "{\"m\":2}");
        }
    }

    @Test
    void connection_expiredInTheBackend_isClosed() {
        backend.answers("/refresh", "{\"result\":{\"expired\":true}}");
        try (var server = ProxiedServer.onSocket(backend, "client.proxy.refresh.enabled", "true")) {
            var client = server.open();
            backend.answers("/connect", () -> connected(""));
            ask(client, "{\"id\":1,\"connect\":{}}");

            assertThat(client.receiveClose().code()).isEqualTo(3005);
        }
    }

    @Test
    void connection_withoutRefreshProxy_endsAtExpiry() {
        try (var server = ProxiedServer.onSocket(backend)) {
            var client = server.open();
            backend.answers("/connect", () -> connected(""));
            assertThat(ask(client, "{\"id\":1,\"connect\":{}}")).doesNotContain("expires");

            assertThat(client.receiveClose().code()).isEqualTo(3005);
        }
    }

    @Test
    void connection_ofToken_isRefreshed_survivesBackendOutage() {
        backend.answers("/refresh", 503, new byte[0]);
        try (var server = ProxiedServer.onSocket(backend, "client.proxy.refresh.enabled", "true")) {
            var client = server.client(ConnectionClaims.of("bob")
                    .withExpireAt(Instant.now().plusSeconds(3))
                    .withMeta(Payload.validatedJson("{\"t\":1}".getBytes(UTF_8))));
            var asked = backend.next();

            assertThat(asked.path()).isEqualTo("/refresh");
            assertThat(asked.body().get("meta").toString()).isEqualTo("{\"t\":1}");
            client.receiveNothing();
        }
    }

    @Test
    void meta_ifExcluded_isNotSent() {
        backend.answers("/rpc", "{\"result\":{}}");
        try (var server = ProxiedServer.inMemory(backend, "rpc.proxy.include-connection-meta", "false")) {
            var client = server.client(ConnectionClaims.of("bob").withMeta(Payload.validatedJson("1".getBytes(UTF_8))));
            ask(client, "{\"id\":2,\"rpc\":{\"method\":\"m\"}}");

            assertThat(backend.next().body().has("meta")).isFalse();
        }
    }

    /** A result that expires after two to three seconds. */
    private static String connected(String more) {
        long end = Instant.now().getEpochSecond() + 3;
        return "{\"result\":{\"user\":\"ann\",\"expire_at\":" + end + more + "}}";
    }
}
