package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.testkit.app.TestServer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** WebSockets that resume from the position in their query, in memory and over sockets. */
class ResumeTest {
    private static final ChannelOptions HISTORY = ChannelOptions.history(3, Duration.ofMinutes(10));

    private TestApp test = new TestApp(Wire.MEMORY);

    @AfterEach
    void close() {
        test.close();
    }

    private Channel serve(Wire wire, ChannelOptions options, Resume resume) {
        test.close();
        test = new TestApp(wire);
        var prices = test.app().channel("prices", options);
        test.app().websocket("/prices", ws -> {
            ws.subscribe(prices, resume);
            ws.awaitClose();
        });
        return prices;
    }

    private TestServer server() {
        return test.server();
    }

    private static String position(JsonNode message) {
        assertThat(message.get("channel").asString()).isEqualTo("prices");
        return message.get("position").asString();
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void subscribe_resumesWithoutGapOrRepeat(Wire wire) {
        var prices = serve(wire, HISTORY, Resume.fromQuery("position"));
        String position;
        try (var first = server().connect("/prices")) {
            var start = first.receiveJson();
            assertThat(position(start)).endsWith(":0");
            assertThat(start.has("data")).isFalse();
            assertThat(start.has("gap")).isFalse();
            prices.publish("1");
            var message = first.receiveJson();
            assertThat(message.get("data").asString()).isEqualTo("1");
            position = position(message);
        }
        prices.publish("2");
        prices.publish("3");

        try (var second = server().connect("/prices?position=" + position)) {
            assertThat(second.receiveJson().get("data").asString()).isEqualTo("2");
            assertThat(second.receiveJson().get("data").asString()).isEqualTo("3");
            var start = second.receiveJson();
            assertThat(position(start)).endsWith(":3");
            assertThat(start.has("gap")).isFalse();
            prices.publish("4");
            assertThat(second.receiveJson().get("data").asString()).isEqualTo("4");
        }
    }

    @Test
    void subscribe_afterTheHistoryWasLost_reportsAGap() {
        var prices = serve(Wire.MEMORY, HISTORY, Resume.fromQuery("position"));
        prices.publish("1");
        var position =
                Objects.requireNonNull(prices.history(1).getFirst().position()).text();
        for (int i = 2; i <= 5; i++) {
            prices.publish("" + i);
        }

        try (var client = server().connect("/prices?position=" + position)) {
            var start = client.receiveJson();
            assertThat(start.get("gap").asBoolean()).isTrue();
            assertThat(position(start)).endsWith(":5");
            prices.publish("live");
            assertThat(client.receiveJson().get("data").asString()).isEqualTo("live");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "e:-1", "%25zz:1", "%0D%0A:1"})
    void subscribe_ignoresATextThatIsNotAPosition(String hostile) {
        var prices = serve(Wire.MEMORY, HISTORY, Resume.fromQuery("position"));
        prices.publish("1");

        try (var client = server().connect("/prices?position=" + hostile)) {
            var start = client.receiveJson();
            assertThat(start.has("gap")).isFalse();
            assertThat(position(start)).endsWith(":1");
        }
    }

    @Test
    void orLatest_sendsTheHistoryToANewClient() {
        var prices = serve(Wire.MEMORY, HISTORY, Resume.fromQuery("since").orLatest(2));
        for (int i = 1; i <= 3; i++) {
            prices.publish("" + i);
        }

        try (var client = server().connect("/prices")) {
            assertThat(client.receiveJson().get("data").asString()).isEqualTo("2");
            var last = client.receiveJson();
            assertThat(position(client.receiveJson())).isEqualTo(position(last));
        }
    }

    @Test
    void data_isEmbeddedByKind() {
        var prices = serve(Wire.MEMORY, HISTORY, Resume.fromQuery("position"));

        try (var client = server().connect("/prices")) {
            client.receiveJson();
            prices.publishJson(Map.of("price", 7));
            prices.publish("say \"7\"\n");
            prices.publish(new byte[] {1, 2, 3});
            assertThat(client.receiveJson().get("data").get("price").asInt()).isEqualTo(7);
            assertThat(client.receiveJson().get("data").asString()).isEqualTo("say \"7\"\n");
            assertThat(client.receiveJson().get("data").asString()).isEqualTo("AQID");
        }
    }

    @Test
    void subscribe_withoutARecoverableHistory_fails() {
        serve(Wire.MEMORY, ChannelOptions.defaults(), Resume.fromQuery("position"));
        assertThat(test.refusal("/prices").status()).isEqualTo(500);

        serve(Wire.MEMORY, HISTORY.slowClients(SlowClientPolicy.conflate()), Resume.fromQuery("position"));
        assertThat(test.refusal("/prices").status()).isEqualTo(500);
    }
}
