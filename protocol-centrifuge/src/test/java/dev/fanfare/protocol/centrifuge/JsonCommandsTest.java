package dev.fanfare.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.testkit.app.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands and replies in JSON over a WebSocket. */
class JsonCommandsTest {
    /** Time until the first ping of the first client of a loop, rounded up. */
    private static final Duration FIRST_PING = Duration.ofMillis(13_500);

    private final CentrifugeServer server = new CentrifugeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void connect_repliesWithIdAndPingInterval() {
        var client = server.open();
        client.sendText("{\"id\":1,\"connect\":{\"name\":\"js\",\"unknown\":[{}]}}");

        assertThat(client.receiveText())
                .matches(
                        "\\{\"id\":1,\"connect\":\\{\"client\":\"[^\"]+\",\"version\":\"[^\"]+\",\"ping\":25,\"pong\":true}}");
    }

    @Test
    void connectAndSubscribes_inOneFrame_areAnsweredInOrder() {
        var client = server.open();
        client.sendText("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}\n"
                + "{\"id\":3,\"subscribe\":{\"channel\":\"plain-2\"}}");

        assertThat(client.receiveText()).startsWith("{\"id\":1,\"connect\":");
        assertThat(client.receiveText()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        assertThat(client.receiveText()).isEqualTo("{\"id\":3,\"subscribe\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "null",
                "[]",
                "1",
                "{",
                "{}",
                "{\"id\":1}",
                "{\"id\":-1,\"connect\":{}}",
                "{\"id\":4294967296,\"connect\":{}}",
                "{\"id\":\"1\",\"connect\":{}}",
                "{\"connect\":{}}",
                "{\"id\":1,\"connect\":[]}",
                "{\"id\":1,\"connect\":{\"token\":1}}",
                "{\"id\":1,\"ping\":{}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"plain\"}}",
                "{\"id\":1,\"connect\":{}} x"
            })
    void firstMessage_otherThanConnect_disconnects(String message) {
        var client = server.open();
        client.sendText(message);

        assertThat(client.receiveClose().code()).isEqualTo(3501);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":2,\"connect\":{}}",
                "{}",
                "{\"id\":2,\"ping\":{}}",
                "{\"id\":2,\"subscribe\":{}}",
                "{\"id\":2,\"unsubscribe\":{}}",
                "{\"id\":2,\"publish\":{\"data\":1}}",
                "{\"id\":2,\"publish\":{\"channel\":\"plain\"}}",
                "{\"id\":2,\"presence\":{}}",
                "{\"id\":2,\"presence_stats\":{}}",
                "{\"id\":2,\"history\":{}}",
                "{\"id\":2,\"history\":{\"channel\":\"kept\",\"limit\":2147483648}}",
                "{\"id\":2,\"history\":{\"channel\":\"kept\",\"since\":{\"offset\":-1}}}",
                "{\"id\":2,\"sub_refresh\":{\"token\":\"t\"}}",
                "{\"id\":2,\"refresh\":{}}",
                "{\"id\":2,\"refresh\":{\"token\":\"t\"}}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"plain\",\"delta\":\"other\"}}",
                "{\"id\":2,\"subscribe\":{\"type\":1}}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"plain\",\"type\":2147483648}}"
            })
    void command_invalid_disconnects(String message) {
        var client = server.connect();
        client.sendText(message);

        assertThat(client.receiveClose().code()).isEqualTo(3501);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "103 | 'subscribe':{'channel':'plain','type':1}",
                "103 | 'subscribe':{'channel':'plain','type':2,'phase':2,'limit':100}",
                "103 | 'subscribe':{'channel':'plain','type':-1}",
                "108 | 'subscribe':{'channel':'plain','type':4}",
                "108 | 'publish':{'channel':'plain','data':1,'type':1}",
                "108 | 'publish':{'channel':'plain','type':1,'key':'k','removed':true}",
                "108 | 'sub_refresh':{'channel':'kept','type':1,'track':[]}",
                "103 | 'sub_refresh':{'channel':'plain','type':1}"
            },
            quoteCharacter = '#')
    void command_ofOtherType_isErrorReply(int code, String command) {
        var client = server.connect();
        ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"kept\"}}");

        assertThat(ask(client, "{\"id\":3," + command.replace('\'', '"') + "}"))
                .startsWith("{\"id\":3,\"error\":{\"code\":" + code + ",");
        assertThat(ask(client, "{\"id\":4,\"subscribe\":{\"channel\":\"plain\",\"type\":0}}"))
                .isEqualTo("{\"id\":4,\"subscribe\":{}}");
    }

    @Test
    void connect_typesOfServerSideSubscriptions_areIgnored() {
        assertThat(ask(server.open(), "{\"id\":1,\"connect\":{\"subs\":{\"plain\":{\"type\":4,\"limit\":100}}}}"))
                .contains("\"subs\":{\"plain\":{}}");
    }

    @Test
    void binaryMessage_disconnects() {
        var client = server.open();
        client.sendBytes(new byte[] {1, 2});

        assertThat(client.receiveClose().code()).isEqualTo(3501);
    }

    @Test
    void message_tooLong_closes() {
        var client = server.open();
        client.sendText("{\"id\":1,\"connect\":{\"name\":\"" + "x".repeat(65_536) + "\"}}");

        assertThat(client.receiveClose().code()).isEqualTo(1009);
    }

    @Test
    void publish_reachesSubscribersIncludingPublisher() {
        var client = server.connect();
        ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}");
        client.sendText("{\"id\":3,\"publish\":{\"channel\":\"plain\",\"data\": { \"a\" : [1,\n\"\u00e9\\n\"] } }}");

        assertThat(client.receiveText() + client.receiveText())
                .contains("{\"id\":3,\"publish\":{}}")
                .contains(
                        "{\"push\":{\"channel\":\"plain\",\"pub\":{\"data\":{ \"a\" : [1,\"\u00e9\\n\"] },\"info\":{\"user\":\"\",\"client\":\"");
    }

    @Test
    void publications_ofOtherKinds_areStrings() {
        var client = server.connect();
        ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}");
        server.publish("plain", Payload.text("say \"hi\"\n\u0001"));
        server.publish("plain", Payload.binary(new byte[] {0, (byte) 0xFF}));

        assertThat(client.receiveText())
                .isEqualTo("{\"push\":{\"channel\":\"plain\",\"pub\":{\"data\":\"say \\\"hi\\\"\\n\\u0001\"}}}");
        assertThat(client.receiveText()).isEqualTo("{\"push\":{\"channel\":\"plain\",\"pub\":{\"data\":\"AP8=\"}}}");
    }

    @Test
    void subscribe_recoverableChannel_repliesWithPosition() {
        var client = server.connect();
        var reply = ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"stream\"}}");
        server.publish("stream", "1");

        var epoch = epoch(reply);
        assertThat(reply)
                .isEqualTo("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"positioned\":true,\"epoch\":\"" + epoch
                        + "\"}}");
        assertThat(client.receiveText())
                .isEqualTo("{\"push\":{\"channel\":\"stream\",\"pub\":{\"data\":1,\"offset\":1,\"epoch\":\"" + epoch
                        + "\"}}}");
    }

    @Test
    void subscribe_recovered_repliesWithPublications() {
        var client = server.connect();
        var epoch = epoch(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"stream\"}}"));
        client.close(1000, "");
        server.publish("stream", "1");
        server.publish("stream", "2");
        server.publish("stream", "3");

        var back = server.connect();
        assertThat(ask(back, recover("stream", epoch, 1)))
                .isEqualTo("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"publications\":["
                        + "{\"data\":2,\"offset\":2},{\"data\":3,\"offset\":3}],\"recovered\":true,"
                        + "\"positioned\":true,\"epoch\":\"" + epoch + "\",\"offset\":1,\"was_recovering\":true}}");
    }

    @Test
    void subscribe_withoutEpoch_recoversInCurrentEpoch() {
        server.publish("stream", "1");

        assertThat(ask(server.connect(), recover("stream", "", 0))).contains("\"publications\":[{\"data\":1,");
    }

    @Test
    void subscribe_unrecoverable_restartsOrFails() {
        server.publish("stream", "1");
        var client = server.connect();

        assertThat(ask(client, recover("stream", "another", 0)))
                .contains("\"offset\":1,\"was_recovering\":true")
                .doesNotContain("recovered\"");
        ask(client, "{\"id\":3,\"unsubscribe\":{\"channel\":\"stream\"}}");
        assertThat(
                        ask(
                                client,
                                "{\"id\":4,\"subscribe\":{\"channel\":\"stream\",\"recover\":true,\"epoch\":\"another\",\"flag\":2}}"))
                .isEqualTo("{\"id\":4,\"error\":{\"code\":112,\"message\":\"unrecoverable position\"}}");
    }

    @Test
    void subscribe_cacheMode_recoversLatestPublication() {
        server.publish("cache", "1");
        server.publish("cache", "2");

        assertThat(ask(server.connect(), recover("cache", "", 0)))
                .contains("\"publications\":[{\"data\":2,\"offset\":2}],\"recovered\":true");
    }

    @Test
    void subscribe_twice_isErrorReply() {
        var client = server.connect();
        ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}");

        assertThat(ask(client, "{\"id\":3,\"subscribe\":{\"channel\":\"plain\"}}"))
                .isEqualTo("{\"id\":3,\"error\":{\"code\":105,\"message\":\"already subscribed\"}}");
        server.publish("plain", "1");
        assertThat(client.receiveText()).contains("\"data\":1");
    }

    @Test
    void subscribe_invalidChannelName_isErrorReply() {
        var client = server.connect();

        assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"" + "x".repeat(256) + "\"}}"))
                .contains("\"code\":107");
        assertThat(ask(client, "{\"id\":3,\"subscribe\":{\"channel\":\"own\"}}"))
                .contains("\"code\":107");
        assertThat(ask(client, "{\"id\":4,\"publish\":{\"channel\":\"own\",\"data\":1}}"))
                .contains("\"code\":107");
    }

    @Test
    void subscribe_aboveLimit_isErrorReply() {
        var client = server.connect();
        for (int i = 0; i < 128; i++) {
            ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain" + i + "\"}}");
        }

        assertThat(ask(client, "{\"id\":3,\"subscribe\":{\"channel\":\"plain\"}}"))
                .contains("\"code\":106");
    }

    @Test
    void unsubscribe_succeedsWithAndWithoutSubscription() {
        var client = server.connect();
        ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}");

        assertThat(ask(client, "{\"id\":3,\"unsubscribe\":{\"channel\":\"plain\"}}"))
                .isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(ask(client, "{\"id\":4,\"unsubscribe\":{\"channel\":\"plain\"}}"))
                .isEqualTo("{\"id\":4,\"unsubscribe\":{}}");
        server.publish("plain", "1");
        client.receiveNothing();
    }

    @Test
    void presenceAndJoins_listClients() {
        var client = server.connect();
        ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"kept\",\"join_leave\":true}}");
        assertThat(client.receiveText()).contains("{\"push\":{\"channel\":\"kept\",\"join\":{\"info\":{\"user\":\"\"");
        var other = server.connect();
        ask(other, "{\"id\":2,\"subscribe\":{\"channel\":\"kept\"}}");

        assertThat(client.receiveText()).contains("\"join\":");
        assertThat(ask(client, "{\"id\":3,\"presence_stats\":{\"channel\":\"kept\"}}"))
                .isEqualTo("{\"id\":3,\"presence_stats\":{\"num_clients\":2,\"num_users\":1}}");
        assertThat(ask(client, "{\"id\":4,\"presence\":{\"channel\":\"kept\"}}"))
                .contains("{\"id\":4,\"presence\":{\"presence\":{\"")
                .contains(":{\"user\":\"\",\"client\":\"");
        other.close(1000, "");
        assertThat(client.receiveText()).contains("\"leave\":");
        assertThat(ask(client, "{\"id\":5,\"presence\":{\"channel\":\"plain\"}}"))
                .contains("\"code\":108");
    }

    @Test
    void history_pagesInBothDirections() {
        for (int i = 1; i <= 4; i++) {
            server.publish("kept", Integer.toString(i));
        }
        var client = server.connect();
        var top = ask(client, "{\"id\":2,\"history\":{\"channel\":\"kept\"}}");
        var epoch = epoch(top);

        assertThat(top)
                .isEqualTo("{\"id\":2,\"history\":{\"publications\":[],\"epoch\":\"" + epoch + "\",\"offset\":4}}");
        assertThat(ask(client, history("\"limit\":2,\"since\":{\"offset\":1,\"epoch\":\"" + epoch + "\"}")))
                .contains("[{\"data\":2,\"offset\":2},{\"data\":3,\"offset\":3}]");
        assertThat(ask(client, history("\"limit\":2,\"reverse\":true")))
                .contains("[{\"data\":4,\"offset\":4},{\"data\":3,\"offset\":3}]");
        assertThat(ask(client, history("\"limit\":-1"))).contains("{\"data\":4,\"offset\":4}]");
        assertThat(ask(client, history("\"limit\":-2"))).contains("{\"data\":4,\"offset\":4}]");
        assertThat(ask(client, history("\"limit\":1,\"since\":{\"offset\":1,\"epoch\":\"another\"}")))
                .contains("\"code\":112");
        assertThat(ask(client, history("\"limit\":1,\"reverse\":true,\"since\":{\"epoch\":\"" + epoch + "\"}")))
                .contains("\"code\":107");
        assertThat(ask(client, "{\"id\":3,\"history\":{\"channel\":\"plain\"}}"))
                .contains("\"code\":108");
    }

    @Test
    void rpcAndSend_withoutHandler_areRefused() {
        var client = server.connect();

        assertThat(ask(client, "{\"id\":2,\"rpc\":{\"method\":\"m\"}}"))
                .isEqualTo("{\"id\":2,\"error\":{\"code\":108,\"message\":\"not available\"}}");
        client.sendText("{\"send\":{\"data\":1}}");
        assertThat(client.receiveClose().code()).isEqualTo(3508);
    }

    @Test
    void ping_withoutPong_disconnects() {
        var client = server.connect();
        server.transport.advance(FIRST_PING);
        assertThat(client.receiveText()).isEqualTo("{}");
        client.sendText("{}");
        server.transport.advance(Duration.ofSeconds(25));
        assertThat(client.receiveText()).isEqualTo("{}");
        server.transport.advance(Duration.ofSeconds(11));

        assertThat(client.receiveClose().code()).isEqualTo(3012);
    }

    @Test
    void nativePings_replacePingsOfTheProtocol() {
        var client = server.transport.connect(Centrifuge.WEBSOCKET + "?cf_ws_frame_ping_pong=true");
        assertThat(ask(client, "{\"id\":1,\"connect\":{}}")).doesNotContain("ping", "pong");
        server.transport.advance(Duration.ofSeconds(60));

        client.receiveNothing();
        assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}"))
                .contains("\"subscribe\":{}");
    }

    @Test
    void subprotocol_supported_isSelected() {
        var client = server.transport.connect(
                Centrifuge.WEBSOCKET, "Sec-WebSocket-Protocol: chat, centrifuge-json, centrifuge-protobuf");
        assertThat(client.subprotocol()).contains("centrifuge-json");
        assertThat(ask(client, "{\"id\":1,\"connect\":{}}")).contains("\"connect\":{");
        var binary = server.transport.connect(Centrifuge.WEBSOCKET, "Sec-WebSocket-Protocol: centrifuge-protobuf");
        assertThat(binary.subprotocol()).contains("centrifuge-protobuf");
        binary.sendBytes(new byte[] {4, 8, 1, 34, 0}); // id 1, an empty connect
        assertThat(binary.receiveBytes()).hasSizeGreaterThan(10);
    }

    @Test
    void pong_withoutPing_disconnects() {
        var client = server.connect();
        server.transport.advance(FIRST_PING);
        client.receiveText();
        client.sendTogether("{}", "{}");

        assertThat(client.receiveClose().code()).isEqualTo(3501);
    }

    @Test
    void client_withoutConnect_isStale() {
        var client = server.open();
        server.transport.advance(Duration.ofSeconds(11));

        assertThat(client.receiveClose().code()).isEqualTo(3502);
    }

    @Test
    void filter_selectsPublicationsByTags() {
        var client = server.connect();
        ask(
                client,
                "{\"id\":2,\"subscribe\":{\"channel\":\"stream\",\"tf\":{\"key\":\"n\",\"cmp\":\"eq\",\"val\":\"2\"}}}");
        for (int i = 1; i <= 3; i++) {
            server.publishTagged("stream", Integer.toString(i), "n", Integer.toString(i));
        }

        assertThat(client.receiveText()).contains("\"data\":2,\"offset\":2,\"tags\":{\"n\":\"2\"}");
        client.receiveNothing();
        assertThat(ask(server.connect(), "{\"id\":2,\"subscribe\":{\"channel\":\"plain\",\"tf\":{\"cmp\":\"??\"}}}"))
                .contains("\"code\":107");
    }

    static String ask(TestClient client, String command) {
        client.sendText(command);
        return client.receiveText();
    }

    private static String recover(String channel, String epoch, long offset) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"%s\",\"recover\":true,\"epoch\":\"%s\",\"offset\":%d}}"
                .formatted(channel, epoch, offset);
    }

    private static String history(String fields) {
        return "{\"id\":9,\"history\":{\"channel\":\"kept\"," + fields + "}}";
    }

    private static String epoch(String reply) {
        return reply.replaceAll(".*\"epoch\":\"([^\"]*)\".*", "$1");
    }
}
