package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.testkit.client.RawResponse;
import dev.fanfare.testkit.client.RawWebSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The channels, clients and nodes of the admin page, and the actions on them. */
class AdminListsTest {
    private static final String MARKUP = "<img src=x onerror=alert(1)>";
    private static final String YAML = """
            channel:
              without-namespace: {history-size: 10, history-ttl: 60s, presence: true, allow-subscribe-for-client: true,
                allow-subscribe-for-anonymous: true}
              namespaces:
                - {name: closed}
            """;

    private final AdminServer server = new AdminServer(YAML);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void channels_areSearchedInPages() {
        try (var client = connected()) {
            for (int i = 0; i < 30; i++) {
                subscribe(client, i + 2, "room" + (10 + i));
            }
            subscribe(client, 40, MARKUP);

            var first = get("channels?search=room&limit=10").text();
            assertThat(first)
                    .contains("\"matches\":30", "\"more\":true", "\"channel\":\"room10\",\"subscribers\":1", "room19")
                    .doesNotContain("room20");
            assertThat(get("channels?search=room&limit=10&after=room29").text())
                    .contains("room30", "room39")
                    .doesNotContain("room29\"");
            assertThat(get("channels?search=" + encoded(MARKUP)).text()).contains(MARKUP);
            assertThat(get("channels?limit=201").status()).isEqualTo(400);
            assertThat(get("channels?search=" + "x".repeat(1_025)).status()).isEqualTo(400);
        }
    }

    @Test
    void channel_showsSubscribersPresenceAndHistory() {
        try (var client = connected()) {
            subscribe(client, 2, "news");

            assertThat(post("publish", "{\"channel\":\"news\",\"data\":\"{\\\"n\\\":1}\"}")
                            .text())
                    .contains("\"offset\":1");
            assertThat(client.receiveText()).contains("{\"n\":1}");
            assertThat(post("publish", "{\"channel\":\"news\",\"data\":\"no json\"}")
                            .status())
                    .isEqualTo(400);
            assertThat(post("publish", "{\"channel\":\"news\",\"data\":\"" + MARKUP + "\",\"text\":true}")
                            .status())
                    .isEqualTo(200);
            assertThat(get("channel?channel=news").text())
                    .contains("\"subscribers\":1", "\"presence\":true", "\"present_clients\":1", "\"offset\":2")
                    .contains("\"kind\":\"JSON\",\"data\":\"{\\\"n\\\":1}\"", "\"data\":\"" + MARKUP);
            assertThat(get("channel?channel=unknown:x").status()).isEqualTo(400);
        }
    }

    @Test
    void client_isFoundUnsubscribedAndDisconnected() {
        try (var client = connected()) {
            subscribe(client, 2, "news");
            var id = clientId(get("clients").text());
            var found = get("client?client=" + encoded(id)).text();
            assertThat(found)
                    .contains("\"transport\":\"websocket\"", "\"protocol\":\"centrifuge json\"")
                    .contains("\"address\":\"127.0.0.1\"", "\"subscriptions\":1", "\"channels\":[\"news\"]");
            assertThat(get("clients?search=nobody").text()).doesNotContain(id);

            assertThat(post("unsubscribe", "{\"client\":\"" + id + "\",\"channel\":\"news\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(client.receiveText()).contains("\"unsubscribe\"");
            assertThat(post("unsubscribe", "{\"client\":\"" + id + "\",\"channel\":\"news\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(post("disconnect", "{\"client\":\"" + id + "\"}").status())
                    .isEqualTo(200);
            assertThat(client.receiveClose().closeCode()).isEqualTo(3503);
            assertThat(get("client?client=" + encoded(id)).status()).isEqualTo(404);
        }
    }

    @Test
    void actions_onAllAnonymousClients_areRefused() {
        for (var action : new String[] {"disconnect", "block"}) {
            assertThat(post(action, "{}").status()).as(action).isEqualTo(400);
        }
        assertThat(post("unsubscribe", "{\"channel\":\"news\"}").status()).isEqualTo(400);
        assertThat(post("block", "{\"user\":\"u\",\"seconds\":86401}").status()).isEqualTo(400);
    }

    @Test
    void changes_withACookie_needAnOrigin() {
        var login = server.loggedIn();

        assertThat(server.post("/admin/api/disconnect", "{\"user\":\"u\"}", login)
                        .status())
                .isEqualTo(403);
        assertThat(server.post("/admin/api/disconnect", "{\"user\":\"u\"}", login[0], login[1], server.origin())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void block_disconnectsTheUserAndRefusesItUntilItEnds() {
        try (var named = new AdminServer(YAML, ", user-id-http-header: X-User")) {
            try (var client = RawWebSocket.open(named.address(), "/connection/websocket", "X-User: eve")) {
                client.send("{\"id\":1,\"connect\":{}}");
                assertThat(client.receiveText()).contains("\"connect\"");
                assertThat(named.post("/admin/api/block", "{\"user\":\"eve\",\"seconds\":3600}", AdminServer.BEARER)
                                .text())
                        .contains("\"nodes\":1");
                assertThat(client.receiveClose().closeCode()).isEqualTo(3507);
            }
            try (var again = RawWebSocket.open(named.address(), "/connection/websocket", "X-User: eve")) {
                again.send("{\"id\":1,\"connect\":{}}");
                assertThat(again.receiveClose().closeCode()).isEqualTo(3507);
            }
            named.post("/admin/api/block", "{\"user\":\"eve\",\"seconds\":0}", AdminServer.BEARER);
            try (var later = RawWebSocket.open(named.address(), "/connection/websocket", "X-User: eve")) {
                later.send("{\"id\":1,\"connect\":{}}");
                assertThat(later.receiveText()).contains("\"connect\"");
            }
        }
    }

    @Test
    void explain_namesTheRule() {
        try (var strict = new AdminServer(YAML, "")) {
            assertThat(strict.get("/admin/api/explain?user=u&channel=news", AdminServer.BEARER)
                            .text())
                    .contains("\"subscribe\":{\"allowed\":true,\"rule\":\"allow-subscribe-for-client is set\"}")
                    .contains("\"publish\":{\"rule\":\"allow-publish-for-client is not set\"}");
            assertThat(strict.get("/admin/api/explain?user=u&channel=closed:a", AdminServer.BEARER)
                            .text())
                    .contains("\"namespace\":\"closed\"", "allow-subscribe-for-client is not set");
            assertThat(strict.get("/admin/api/explain?user=u&channel=other:a", AdminServer.BEARER)
                            .text())
                    .contains("\"problem\":\"unknown channel\"");
        }
        assertThat(get("explain?user=u&channel=news").text()).contains("client.insecure is set");
    }

    @Test
    void drain_disconnectsTheClientsAndKeepsThePage() {
        try (var client = connected()) {
            var summary = get("summary").text();
            int start = summary.indexOf("\"self\":\"") + 8;
            var node = summary.substring(start, summary.indexOf('"', start));

            assertThat(post("drain", "{\"node\":\"other\"}").status()).isEqualTo(404);
            assertThat(post("drain", "{\"node\":\"" + node + "\"}").status()).isEqualTo(200);
            assertThat(client.receiveClose().closeCode()).isEqualTo(3001);
            await().untilAsserted(() -> assertThat(get("summary").text()).contains("\"draining\":true"));
        }
    }

    @Test
    void audit_recordsWhoDidWhat_withoutSecrets() {
        var logger = (Logger) LoggerFactory.getLogger(AdminAudit.LOGGER);
        var lines = new ListAppender<ILoggingEvent>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        var level = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            server.logIn("a wrong secret", server.origin());
            server.loggedIn();
            post("publish", "{\"channel\":\"audited\",\"data\":\"\\\"payload\\\"\"}");
            post("drain", "{\"node\":\"audited\"}");
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(level);
        }

        var text = lines.list.stream()
                .map(line -> line.getKeyValuePairs().toString())
                .toList();
        assertThat(text)
                .anyMatch(line -> line.contains("password") && line.contains("login") && line.contains("refused"))
                .anyMatch(line -> line.contains("password") && line.contains("login") && line.contains("\"ok\""))
                .anyMatch(line -> line.contains("token") && line.contains("publish") && line.contains("audited"))
                .anyMatch(line -> line.contains("127.0.0.1") && line.contains("drain") && line.contains("answer"));
        assertThat(text.toString()).doesNotContain("secret", AdminServer.PASSWORD, "payload", "a-token");
    }

    private RawResponse get(String path) {
        return server.get("/admin/api/" + path, AdminServer.BEARER);
    }

    private RawResponse post(String path, String body) {
        return server.post("/admin/api/" + path, body, AdminServer.BEARER);
    }

    private RawWebSocket connected() {
        var client = RawWebSocket.open(server.address(), "/connection/websocket");
        client.send("{\"id\":1,\"connect\":{}}");
        assertThat(client.receiveText()).contains("\"connect\"");
        return client;
    }

    private static void subscribe(RawWebSocket client, int id, String channel) {
        client.send("{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        assertThat(client.receiveText()).contains("\"subscribe\"");
    }

    private static String clientId(String clients) {
        int start = clients.indexOf("\"client\":\"") + 10;
        return clients.substring(start, clients.indexOf('"', start));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
