package dev.fanfare.server.api;

import static dev.fanfare.server.api.ApiServer.KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.app.TestClient;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The methods of the API, at the level of bytes, wherever the clients are. */
abstract class ServerApiContract {
    private final Function<ApiAccess, ApiServer> servers;
    private final ApiServer server;

    /** The server of this test. */
    final ApiServer server() {
        return server;
    }

    /** Against servers that are made so for each test. */
    ServerApiContract(Function<ApiAccess, ApiServer> servers) {
        this.servers = servers;
        this.server = servers.apply(ApiAccess.byKey("secret"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void publish_reachesClientsAndReturnsThePosition() {
        var client = server.client("ann", subscribe("kept"));

        assertThat(server.call("publish", "{\"channel\":\"kept\",\"data\": {\"a\": 1}}"))
                .matches("\\{\"result\":\\{\"offset\":1,\"epoch\":\"[^\"]+\"}}");
        assertThat(client.receiveText()).contains("\"pub\":{\"data\":{\"a\": 1},\"offset\":1");
        assertThat(server.call("publish", "{\"channel\":\"plain\",\"data\":\"x\"}"))
                .isEqualTo("{\"result\":{}}");
    }

    @Test
    void publish_dataNull_isJsonNull() {
        var client = server.client("ann", subscribe("plain"));

        assertThat(server.call("publish", "{\"channel\":\"plain\",\"data\":null}"))
                .isEqualTo("{\"result\":{}}");
        assertThat(client.receiveText()).contains("\"pub\":{\"data\":null}");
        server.call("broadcast", "{\"channels\":[\"plain\"],\"data\":null}");
        assertThat(client.receiveText()).contains("\"pub\":{\"data\":null}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history|{\"channel\":7}|channel must be a string, got the number 7",
                "history|{\"channel\":\"c\",\"limit\":\"ten\"}|limit must be a 32-bit integer, got the string \"ten\"",
                "history|{\"channel\":\"c\",\"limit\":3000000000}|limit must be a 32-bit integer, got the number 3000000000",
                "history|{\"channel\":\"c\",\"reverse\":1}|reverse must be true or false, got the number 1",
                "history|{\"channel\":\"c\",\"since\":[]}|since must be an object, got an array",
                "broadcast|{\"channels\":\"c\"}|channels must be an array, got the string \"c\"",
                "batch|{\"commands\":[{\"info\":{}},{\"history\":{\"limit\":1.5}}]}|commands[1].history.limit must be a 32-bit integer, got the number 1.5",
                "info|[]|the body must be an object, got an array",
                "info|null|expected a JSON object, got null",
                "info|{|expected a JSON object, got invalid JSON at line 1, column 2"
            })
    void request_otherShape_namesFieldExpectedAndFound(String method, String body, String message) {
        var response = server.request(method, body, ApiServer.KEY);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).isEqualTo("invalid request body: " + message);
    }

    @Test
    void publish_acceptsTagsAndBytes() {
        var client = server.client("ann", subscribe("plain"));
        server.call("publish", "{\"channel\":\"plain\",\"b64data\":\"AAE=\",\"tags\":{\"t\":\"1\"}}");

        assertThat(client.receiveText()).contains("\"data\":\"AAE=\",\"tags\":{\"t\":\"1\"}");
    }

    @Test
    void publish_repeatedKeyOrOldVersion_isNotDelivered() {
        var client = server.client("ann", subscribe("kept"));
        var first = server.call("publish", "{\"channel\":\"kept\",\"data\":1,\"idempotency_key\":\"k\"}");
        var again = server.call("publish", "{\"channel\":\"kept\",\"data\":1,\"idempotency_key\":\"k\"}");
        server.call("publish", "{\"channel\":\"kept\",\"data\":2,\"version\":7}");
        server.call("publish", "{\"channel\":\"kept\",\"data\":3,\"version\":6}");
        server.call("publish", "{\"channel\":\"kept\",\"data\":4,\"version\":8}");

        assertThat(again).isEqualTo(first);
        assertThat(client.receiveText()).contains("\"data\":1");
        assertThat(client.receiveText()).contains("\"data\":2");
        assertThat(client.receiveText()).contains("\"data\":4,\"offset\":3");
    }

    @Test
    void publish_skippingHistory_isNotStored() {
        server.call("publish", "{\"channel\":\"kept\",\"data\":1,\"skip_history\":true}");

        assertThat(server.call("history", "{\"channel\":\"kept\",\"limit\":-1}"))
                .contains("\"publications\":[]");
    }

    @Test
    void broadcast_returnsAResultForEachChannel() {
        var client = server.client("ann", subscribe("plain"));

        assertThat(server.call("broadcast", "{\"channels\":[\"plain\",\"\",\"kept\"],\"data\":1}"))
                .matches(
                        "\\{\"result\":\\{\"responses\":\\[\\{\"result\":\\{}},"
                                + "\\{\"error\":\\{\"code\":107,\"message\":\"[^\"]+\"}},\\{\"result\":\\{\"offset\":1,.*}}]}}");
        assertThat(client.receiveText()).contains("\"data\":1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publish|{\"data\":1}",
                "publish|{\"channel\":\"c\"}",
                "publish|{\"channel\":\"c\",\"b64data\":\"*\"}",
                "publish|{\"channel\":\"fanfare.events/c\",\"data\":1}",
                "publish|{\"channel\":\"plain\",\"data\":1,\"version\":1}",
                "publish|{\"channel\":\"kept\",\"data\":1,\"version\":-1}",
                "broadcast|{\"data\":1}",
                "broadcast|{\"channels\":[\"c\"]}",
                "subscribe|{\"user\":\"u\"}",
                "subscribe|{\"channel\":\"c\"}",
                "unsubscribe|{\"channel\":\"c\"}",
                "disconnect|{}",
                "disconnect|{\"user\":\"\"}",
                "refresh|{\"user\":\"\",\"expired\":true}",
                "disconnect|{\"user\":\"u\",\"disconnect\":{\"code\":1000}}",
                "disconnect|{\"user\":\"u\",\"session\":\"s\"}",
                "refresh|{\"user\":\"u\",\"expire_at\":9223372036854775807}",
                "refresh|{}",
                "refresh|{\"user\":\"u\",\"expire_at\":-1}",
                "presence|{}",
                "presence_stats|{}",
                "history|{}",
                "history|{\"channel\":\"kept\",\"limit\":-2}",
                "history|{\"channel\":\"kept\",\"reverse\":true,\"since\":{\"offset\":0}}",
                "history_remove|{}",
                "rpc|{}"
            })
    void request_missingField_isBadRequest(String method, String body) {
        assertThat(server.call(method, body)).startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence", "presence_stats", "history", "history_remove"})
    void presenceAndHistory_notEnabled_areNotAvailable(String method) {
        assertThat(server.call(method, "{\"channel\":\"plain\"}"))
                .isEqualTo("{\"error\":{\"code\":108,\"message\":\"not available\"}}");
    }

    @Test
    void presence_listsTheClients() {
        var client = server.client("ann", subscribe("kept"));

        assertThat(server.call("presence", "{\"channel\":\"kept\"}"))
                .matches("\\{\"result\":\\{\"presence\":\\{\"([^\"]+)\":\\{\"user\":\"ann\",\"client\":\"\\1\"}}}}");
        assertThat(server.call("presence_stats", "{\"channel\":\"kept\"}"))
                .isEqualTo("{\"result\":{\"num_clients\":1,\"num_users\":1}}");
        client.close(1000, "");
    }

    @Test
    void history_positionAboveTheTop_isUnrecoverable() {
        var published = server.call("publish", "{\"channel\":\"kept\",\"data\":1}");

        assertThat(server.call("history", since(1, epoch(published)))).contains("\"publications\":[]");
        assertThat(server.call("history", since(2, epoch(published)))).contains("\"code\":112");
    }

    static String since(long offset, String epoch) {
        return "{\"channel\":\"kept\",\"limit\":9,\"since\":{\"offset\":" + offset + ",\"epoch\":\"" + epoch + "\"}}";
    }

    static String epoch(String answer) {
        return answer.replaceAll(".*\"epoch\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void history_hasPages_andIsRemoved() {
        for (int i = 1; i <= 3; i++) {
            server.call("publish", "{\"channel\":\"kept\",\"data\":" + i + "}");
        }

        assertThat(server.call("history", "{\"channel\":\"kept\",\"limit\":2,\"reverse\":true}"))
                .contains("\"publications\":[{\"data\":3,\"offset\":3},{\"data\":2,\"offset\":2}]")
                .contains("\"offset\":3}}");
        assertThat(server.call("history", "{\"channel\":\"kept\",\"limit\":2,\"since\":{\"offset\":1}}"))
                .contains("[{\"data\":2,\"offset\":2},{\"data\":3,\"offset\":3}]");
        assertThat(server.call(
                        "history", "{\"channel\":\"kept\",\"limit\":1,\"since\":{\"offset\":1,\"epoch\":\"x\"}}"))
                .contains("\"code\":112");
        assertThat(server.call("history_remove", "{\"channel\":\"kept\"}")).isEqualTo("{\"result\":{}}");
        assertThat(server.call("history", "{\"channel\":\"kept\",\"limit\":-1}"))
                .contains("\"publications\":[]", "\"offset\":3");
    }

    @Test
    void subscribeAndUnsubscribe_changeSubscriptionsOfClients() {
        var client = server.client("ann");
        var other = server.client("bob");
        assertThat(server.call(
                        "subscribe", "{\"user\":\"ann\",\"channel\":\"kept\",\"data\":{\"d\":1},\"info\":{\"i\":1}}"))
                .isEqualTo("{\"result\":{}}");
        assertThat(client.receiveText())
                .contains("\"channel\":\"kept\",\"subscribe\":{\"recoverable\":true", "\"data\":{\"d\":1}");
        assertThat(server.call("presence", "{\"channel\":\"kept\"}")).contains("\"chan_info\":{\"i\":1}");
        server.call("unsubscribe", "{\"user\":\"ann\",\"channel\":\"kept\"}");

        assertThat(client.receiveText()).contains("\"unsubscribe\":{\"code\":2000");
        assertReceivesNothing(other, "bob");
    }

    @Test
    void subscribe_recoversAndOverrides() {
        server.call("publish", "{\"channel\":\"kept\",\"data\":1}");
        server.call("publish", "{\"channel\":\"kept\",\"data\":2}");
        var client = server.client("ann");
        server.call(
                "subscribe",
                "{\"user\":\"ann\",\"channel\":\"kept\",\"recover_since\":{\"offset\":1},\"override\":{\"presence\":{\"value\":false}}}");

        assertThat(client.receiveText()).contains("\"subscribe\":{");
        assertThat(client.receiveText()).contains("\"pub\":{\"data\":2,\"offset\":2");
        assertThat(server.call("presence_stats", "{\"channel\":\"kept\"}")).contains("\"num_clients\":0");
    }

    @Test
    void unsubscribe_withoutChannel_endsAll() {
        var client = server.client("ann", subscribe("plain"), subscribe("plain2"));
        server.call("unsubscribe", "{\"user\":\"ann\"}");

        assertThat(client.receiveText() + client.receiveText()).contains("\"plain\"", "\"plain2\"", "2000");
    }

    @Test
    void publish_withExclude_skipsThatClient() {
        var excluded = server.client("ann", subscribe("kept"));
        var id = onlyClientOfKept();
        var other = server.client("ann", subscribe("kept"));
        server.call("publish", "{\"channel\":\"kept\",\"data\":1,\"exclude\":\"" + id + "\"}");
        server.call("broadcast", "{\"channels\":[\"kept\"],\"data\":2,\"exclude\":\"" + id + "\"}");
        server.call("publish", "{\"channel\":\"kept\",\"data\":3}");

        assertThat(other.receiveText()).contains("\"data\":1");
        assertThat(other.receiveText()).contains("\"data\":2");
        assertThat(excluded.receiveText()).contains("\"data\":3,\"offset\":3");
    }

    @Test
    void disconnect_user_skipsExcludedClients() {
        var one = server.client("ann");
        var two = server.client("ann", subscribe("kept"));
        var id = onlyClientOfKept();
        server.call(
                "disconnect",
                "{\"user\":\"ann\",\"whitelist\":[\"" + id + "\"],\"disconnect\":{\"code\":4001,\"reason\":\"bye\"}}");

        assertThat(one.receiveClose().code()).isEqualTo(4001);
        assertReceivesNothing(two, "ann");
        server.call("disconnect", "{\"user\":\"ann\",\"client\":\"" + id + "\"}");
        assertThat(two.receiveClose().code()).isEqualTo(3503);
    }

    @Test
    void refresh_setsTheExpiryOrDisconnects() {
        var client = server.client("ann");
        server.call("refresh", "{\"user\":\"ann\",\"expire_at\":4000000000}");
        assertThat(client.receiveText()).contains("{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":");
        server.call("refresh", "{\"user\":\"ann\",\"expired\":true}");

        assertThat(client.receiveClose().code()).isEqualTo(3005);
    }

    @Test
    void channelsAndInfo_coverAllNodes() {
        var client = server.client("ann", subscribe("plain"), subscribe("kept1"));
        server.client("bob", subscribe("plain"));

        assertThat(server.call("channels", "{}"))
                .isEqualTo("{\"result\":{\"channels\":{\"kept1\":{\"num_clients\":1},\"plain\":{\"num_clients\":2}}}}");
        assertThat(server.call("channels", "{\"pattern\":\"k*\"}"))
                .isEqualTo("{\"result\":{\"channels\":{\"kept1\":{\"num_clients\":1}}}}");
        assertThat(server.call("info", "{}"))
                .containsPattern("\\{\"uid\":\"[^\"]+\",\"name\":\"" + server.clientsNode() + "\",\"version\":\"1\","
                        + "\"num_clients\":2,\"num_users\":2,\"num_subs\":3,\"num_channels\":2,\"uptime\":\\d+}");
        client.close(1000, "");
    }

    @Test
    void rpc_callsTheHandler() {
        assertThat(server.call("rpc", "{\"method\":\"double\",\"params\":{\"a\":1}}"))
                .isEqualTo("{\"result\":{\"data\":[{\"a\":1},{\"a\":1}]}}");
        assertThat(server.call("rpc", "{\"method\":\"other\"}")).contains("\"code\":104");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batch_returnsRepliesInOrder(boolean parallel) {
        assertThat(server.call(
                        "batch",
                        "{\"parallel\":" + parallel
                                + ",\"commands\":[{\"publish\":{\"channel\":\"kept\",\"data\":1}},{\"presence\":{\"channel\":\"plain\"}},"
                                + "{\"nothing\":{}},{\"batch\":{}},{\"publish\":{\"channel\":\"kept\",\"data\":2}}]}"))
                .startsWith("{\"replies\":[{\"publish\":{\"offset\":1,")
                .contains(
                        "{\"error\":{\"code\":108",
                        "{\"error\":{\"code\":104",
                        "commands must not contain another batch")
                .contains("{\"publish\":{\"offset\":2,");
    }

    @Test
    void request_withoutKey_isRejected() {
        var refusal = server.request("publish", "{}");
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.headers().first("www-authenticate")).contains("ApiKey realm=\"fanfare\"");
        assertThat(server.request("publish", "{}", "X-API-Key: secre").status()).isEqualTo(401);
        assertThat(server.request("publish", "{}", "X-API-Key: ").status()).isEqualTo(401);
        assertThat(server.request("info", "{}", "Authorization: apikey secret").status())
                .isEqualTo(200);
        try (var closed = servers.apply(ApiAccess.byKey(""))) {
            assertThat(closed.request("info", "{}", "X-API-Key: ").status()).isEqualTo(401);
        }
        try (var open = servers.apply(new ApiAccess("", true, false))) {
            assertThat(open.request("info", "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void body_notAnObject_isRejectedByStatus() {
        for (var body : new String[] {"", "[", "1", "null", "{} {}", "{\"channel\":1}"}) {
            assertThat(server.request("publish", body, KEY).status()).as(body).isEqualTo(400);
        }
        assertThat(server.transport()
                        .request("POST", "/api/publish", new byte[] {(byte) 0xFF}, KEY)
                        .status())
                .isEqualTo(400);
        assertThat(server.transport().get("/api/publish", KEY).status()).isEqualTo(405);
        assertThat(server.request("unknown", "{}", KEY).status()).isEqualTo(404);
    }

    @Test
    void errors_areStatuses_ifRequested() {
        var answer = server.request("presence", "{\"channel\":\"plain\"}", KEY, "X-Centrifugo-Error-Mode: transport");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("{\"code\":108,\"message\":\"not available\"}");
        assertThat(server.request("info", "{}", KEY, "X-Centrifugo-Error-Mode: transport")
                        .text())
                .startsWith("{\"result\":{\"nodes\":");
    }

    @Test
    void key_isNotPrinted() {
        assertThat(ApiAccess.byKey("secret").toString()).doesNotContain("secret");
        assertThat(server.transport()
                        .request("POST", "/api/info?api_key=secret", "{}".getBytes(UTF_8))
                        .status())
                .isEqualTo(401);
    }

    /** The next message to the client must be caused by the following API call. */
    private void assertReceivesNothing(TestClient client, String user) {
        server.call("subscribe", "{\"user\":\"" + user + "\",\"channel\":\"mark\"}");
        assertThat(client.receiveText()).contains("\"channel\":\"mark\",\"subscribe\":{");
    }

    private String onlyClientOfKept() {
        return server.call("presence", "{\"channel\":\"kept\"}").replaceAll(".*\"client\":\"([^\"]+)\".*", "$1");
    }

    private static String subscribe(String channel) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}";
    }
}
