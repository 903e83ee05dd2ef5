package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.testkit.client.RawWebSocket;
import org.junit.jupiter.api.Test;

/** Two nodes on Redis: each admin page shows and changes the clients of both. */
class AdminClusterTest {
    @Test
    void page_coversAllNodes_andListsANodeThatEnds() {
        try (var redis = RedisProcess.start();
                var one = node(redis);
                var first = client(one, "alice")) {
            useTwo(redis, one);
            await().untilAsserted(() -> assertThat(get(one, "summary")).contains("\"cluster\":{\"nodes\":1,"));
            assertThat(first.receivedSoFar())
                    .as("the other client stays connected")
                    .isEmpty();
        }
    }

    /** Starts a second node with a client, on which the page of the first one acts. */
    private static void useTwo(RedisProcess redis, AdminServer one) {
        try (var two = node(redis);
                var second = client(two, "bob")) {
            await().untilAsserted(() -> {
                assertThat(get(one, "summary")).contains("\"nodes\":2,\"clients\":2,\"subscriptions\":2");
                assertThat(get(two, "channels")).contains("\"channel\":\"news\",\"subscribers\":2");
                assertThat(get(one, "clients")).contains("\"matches\":2");
                assertThat(get(one, "channel?channel=news")).contains("\"subscribers\":2");
            });
            var found = get(one, "clients?search=bob");
            int start = found.indexOf("\"client\":\"") + 10;
            var id = found.substring(start, found.indexOf('"', start));
            assertThat(one.post("/admin/api/unsubscribe", target("bob", id), AdminServer.BEARER)
                            .status())
                    .isEqualTo(200);
            assertThat(second.receiveText()).contains("\"unsubscribe\"");
            assertThat(one.post("/admin/api/block", "{\"user\":\"bob\",\"seconds\":60}", AdminServer.BEARER)
                            .text())
                    .contains("\"nodes\":2");
            assertThat(second.receiveClose().closeCode()).isEqualTo(3507);
        }
    }

    private static AdminServer node(RedisProcess redis) {
        return new AdminServer(
                "engine: {type: redis, redis: {address: [\"" + redis.url() + "\"]}}\n"
                        + "channel: {without-namespace: {allow-subscribe-for-client: true}}\n",
                ", user-id-http-header: X-User");
    }

    private static RawWebSocket client(AdminServer server, String user) {
        var client = RawWebSocket.open(server.address(), "/connection/websocket", "X-User: " + user);
        client.send("{\"id\":1,\"connect\":{}}");
        assertThat(client.receiveText()).contains("\"connect\"");
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
        assertThat(client.receiveText()).contains("\"subscribe\"");
        return client;
    }

    private static String target(String user, String client) {
        return "{\"user\":\"" + user + "\",\"client\":\"" + client + "\",\"channel\":\"news\"}";
    }

    private static String get(AdminServer server, String path) {
        return server.get("/admin/api/" + path, AdminServer.BEARER).text();
    }
}
