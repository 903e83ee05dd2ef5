package dev.fanfare.server.proxy;

import static dev.fanfare.server.proxy.ProxiedServer.ask;
import static dev.fanfare.server.proxy.ProxiedServer.askUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.token.SubscriptionClaims;
import dev.fanfare.testkit.app.TestClient;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backend that decides about subscriptions, their lifetime and publications. */
class ChannelProxyTest {
    private final FakeBackend backend = new FakeBackend();
    private final ProxiedServer server = ProxiedServer.inMemory(backend);

    @AfterEach
    void close() {
        server.close();
        backend.close();
    }

    @Test
    void subscribe_sendsTheRequestOfTheClient() {
        backend.answers("/subscribe", "{\"result\":{}}");
        var client = server.client("ann");

        assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"asked:a\",\"data\":[1]}}"))
                .contains("\"subscribe\":{");
        assertThat(backend.next().body().toString())
                .endsWith("\"encoding\":\"json\",\"user\":\"ann\",\"channel\":\"asked:a\",\"data\":[1]}");
    }

    @Test
    void subscribe_appliesTheResult() {
        backend.answers("/subscribe", """
                {"result": {"info": {"role": "guest"}, "data": {"topic": "t"}, "expire_at": %d,
                  "override": {"force_recovery": {"value": true}, "presence": {"value": true}}}}
                """.formatted(Instant.now().getEpochSecond() + 500));
        var client = server.client("ann");

        assertThat(ask(client, subscribe("asked:a")))
                .contains("\"recoverable\":true", "\"data\":{\"topic\": \"t\"}")
                .doesNotContain("expires", "ttl");
        assertThat(ask(client, "{\"id\":3,\"presence\":{\"channel\":\"asked:a\"}}"))
                .contains("\"chan_info\":{\"role\": \"guest\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"result\":{\"override\":{\"presence\":{\"value\":false}}}}',asked:a,'\"presence\":{}'",
        "'{\"result\":{\"b64info\":\"AP8=\"}}',asked:a,'\"chan_info\":\"AP8=\"'",
    })
    void subscribe_overridesAndBytes(String answer, String channel, String presence) {
        backend.answers("/subscribe", answer);
        var client = server.client("ann");
        ask(client, subscribe(channel));

        assertThat(ask(client, "{\"id\":3,\"presence\":{\"channel\":\"" + channel + "\"}}"))
                .contains(presence);
    }

    @Test
    void subscribe_rejected_keepsTheConnection() {
        var client = server.client("ann");
        backend.answers("/subscribe", "{\"error\":{\"code\":403,\"message\":\"members only\"}}");
        assertThat(ask(client, subscribe("asked:a")))
                .isEqualTo("{\"id\":2,\"error\":{\"code\":403,\"message\":\"members only\"}}");

        backend.answers("/subscribe", "{\"disconnect\":{\"code\":4001,\"reason\":\"later\"}}");
        client.sendText(subscribe("asked:a"));
        assertThat(client.receiveClose().code()).isEqualTo(4001);
    }

    /** A call to the backend replaces the options of the namespace. A channel name that lists its users takes precedence. */
    @Test
    void subscribe_isDecidedInTheOrderOfTheRules() {
        backend.answers("/subscribe", "{\"error\":{\"code\":103,\"message\":\"no\"}}");
        var client = server.client("ann");

        assertThat(ask(client, subscribe("opened:a"))).contains("\"code\":103");
        backend.next();
        assertThat(ask(client, subscribe("$asked:a"))).contains("\"code\":103");
        assertThat(ask(client, subscribe("asked:a#ann"))).contains("\"subscribe\":{");
        assertThat(ask(client, subscribe("asked:a#bob"))).contains("\"code\":103");
        var token = server.token(SubscriptionClaims.of("ann", "asked:t"));
        assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"asked:t\",\"token\":\"" + token + "\"}}"))
                .contains("\"subscribe\":{");
        assertThat(backend.waiting()).isZero();
    }

    @Test
    void publish_allowed_isPublishedUnchanged() {
        backend.answers("/publish", "{\"result\":{}}");
        var client = subscribed("asked:a");
        assertThat(published(client, "{\"text\":\"hi\"}"))
                .contains("\"publish\":{}", "\"data\":{\"text\":\"hi\"},\"info\":{\"user\":\"ann\"");

        assertThat(backend.next().body().toString())
                .endsWith("\"user\":\"ann\",\"channel\":\"asked:a\",\"data\":{\"text\":\"hi\"}}");
    }

    @Test
    void publish_appliesTheResult() {
        backend.answers("/publish", """
                {"result": {"data": {"text": "h*"}, "tags": {"by": "ann"}, "version": 5, "version_epoch": "e", "delta": true}}
                """);
        var client = subscribed("asked:a");
        assertThat(published(client, "{}"))
                .contains("\"data\":{\"text\": \"h*\"}", "\"tags\":{\"by\":\"ann\"}", "\"offset\":1");

        // A version that is not above the last one is not handed out again.
        assertThat(ask(client, publish("{}"))).isEqualTo("{\"id\":3,\"publish\":{}}");
        client.receiveNothing();
    }

    @Test
    void publish_resultWithKeyAndBytes_skipsHistory() {
        backend.answers(
                "/publish", "{\"result\":{\"skip_history\":true,\"idempotency_key\":\"k\",\"b64data\":\"AP8=\"}}");
        var client = subscribed("asked:a");
        assertThat(published(client, "{}")).contains("\"data\":\"AP8=\"").doesNotContain("offset");

        assertThat(ask(client, publish("{}"))).isEqualTo("{\"id\":3,\"publish\":{}}");
        client.receiveNothing();
        assertThat(ask(client, "{\"id\":4,\"history\":{\"channel\":\"asked:a\",\"limit\":5}}"))
                .contains("\"publications\":[]");
    }

    @Test
    void publish_rejected_returnsTheError() {
        backend.answers("/publish", "{\"error\":{\"code\":1000,\"message\":\"too rude\"}}");
        var client = subscribed("asked:a");

        assertThat(ask(client, publish("{}"))).contains("\"code\":1000,\"message\":\"too rude\"");
    }

    @Test
    void publish_callsTheBackendOfTheNamespace() {
        backend.answers("/other", "{\"result\":{}}");
        var client = server.client("ann");

        assertThat(ask(client, "{\"id\":3,\"publish\":{\"channel\":\"lasting:a\",\"data\":1}}"))
                .contains("\"publish\":{}");
        assertThat(backend.next().path()).isEqualTo("/other");
    }

    @Test
    void publish_versionWithoutHistory_isInternalError() {
        backend.answers("/other", "{\"result\":{\"version\":1}}");

        assertThat(ask(server.client("ann"), "{\"id\":3,\"publish\":{\"channel\":\"lasting:a\",\"data\":1}}"))
                .contains("\"code\":100");
    }

    @Test
    void subscription_isRefreshedByTheServer_untilRejected() {
        try (var onSocket = ProxiedServer.onSocket(backend)) {
            var client = onSocket.client("ann");
            backend.answers("/subscribe", () -> expiring(3, ""));
            backend.answers("/sub-refresh", () -> expiring(5, ",\"info\":{\"new\":1}"));
            assertThat(ask(client, subscribe("lasting:a"))).isEqualTo("{\"id\":2,\"subscribe\":{}}");
            backend.next();
            var asked = backend.next();
            assertThat(asked.path()).isEqualTo("/sub-refresh");
            assertThat(asked.body().toString()).endsWith("\"user\":\"ann\",\"channel\":\"lasting:a\"}");
            backend.answers("/other", "{\"result\":{}}");
            askUntil(
                    () -> {
                        client.sendText("{\"id\":3,\"publish\":{\"channel\":\"lasting:a\",\"data\":1}}");
                        return client.receiveText() + client.receiveText();
                    },
                    "\"chan_info\":{\"new\":1}");
            backend.answers("/sub-refresh", "{\"result\":{\"expired\":true}}");

            assertThat(client.receiveText()).contains("\"unsubscribe\":{\"code\":2501");
        }
    }

    @Test
    void subscription_ofToken_isRefreshedByTheServer() {
        backend.answers("/sub-refresh", "{\"result\":{}}");
        try (var onSocket = ProxiedServer.onSocket(backend)) {
            var client = onSocket.client("ann");
            var token = onSocket.token(SubscriptionClaims.of("ann", "lasting:a")
                    .withExpireAt(Instant.now().plusSeconds(3)));
            assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"lasting:a\",\"token\":\"" + token + "\"}}"))
                    .isEqualTo("{\"id\":2,\"subscribe\":{}}");

            assertThat(backend.next().path()).isEqualTo("/sub-refresh");
            client.receiveNothing();
        }
    }

    @Test
    void subscription_ofApi_isRefreshedByTheServer() {
        backend.answers("/sub-refresh", "{\"result\":{\"expired\":true}}");
        try (var onSocket = ProxiedServer.onSocket(backend)) {
            var client = onSocket.client("ann");
            var end = Instant.now().getEpochSecond() + 3;
            onSocket.api("subscribe", "{\"user\":\"ann\",\"channel\":\"lasting:a\",\"expire_at\":" + end + "}");
            assertThat(client.receiveText()).contains("\"channel\":\"lasting:a\",\"subscribe\":{}");

            assertThat(backend.next().path()).isEqualTo("/sub-refresh");
            assertThat(client.receiveClose().code()).isEqualTo(3006);
        }
    }

    @Test
    void subscription_withoutRefreshProxy_endsAtExpiry() {
        try (var onSocket = ProxiedServer.onSocket(backend)) {
            var client = onSocket.client("ann");
            backend.answers("/subscribe", () -> expiring(3, ""));
            ask(client, subscribe("opened:a"));

            assertThat(client.receiveText()).contains("\"unsubscribe\":{\"code\":2501");
        }
    }

    private TestClient subscribed(String channel) {
        backend.answers("/subscribe", "{\"result\":{}}");
        var client = server.client("ann");
        assertThat(ask(client, subscribe(channel))).contains("\"subscribe\":{");
        backend.next();
        return client;
    }

    /** Returns the reply and the publication. */
    private static String published(TestClient client, String json) {
        client.sendText(publish(json));
        return client.receiveText() + client.receiveText();
    }

    private static String subscribe(String channel) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    private static String publish(String json) {
        return "{\"id\":3,\"publish\":{\"channel\":\"asked:a\",\"data\":" + json + "}}";
    }

    private static String expiring(int seconds, String more) {
        return "{\"result\":{\"expire_at\":" + (Instant.now().getEpochSecond() + seconds) + more + "}}";
    }
}
