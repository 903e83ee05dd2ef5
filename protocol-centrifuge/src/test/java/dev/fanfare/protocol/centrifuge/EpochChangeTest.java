package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.HeldBroker;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.delta.FossilPatch;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A history that continues in another epoch. */
class EpochChangeTest {
    private static final String NEXT = "next";

    private @Nullable HeldBroker broker;
    private final CentrifugeServer server =
            new CentrifugeServer(AccessControl.allowAll(), CentrifugeSettings.DEFAULTS, this::engine);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void subscribe_endOfEarlierEpoch_repliesWithTheCurrentOne() {
        var epoch = publishTwo("stream");
        begin(epoch);
        server.publish("stream", "3");

        assertThat(ask(server.connect(), recover(epoch, 2, "")))
                .contains("\"recovered\":true")
                .contains("\"epoch\":\"next\"")
                .contains("\"offset\":2,")
                .contains("\"publications\":[{\"data\":3,\"offset\":3}]");
    }

    @Test
    void subscribe_aboveTheEndOfEarlierEpoch_isNotRecovered() {
        var epoch = publishTwo("stream");
        begin(epoch);
        server.publish("stream", "3");

        assertThat(ask(server.connect(), recover(epoch, 3, "")))
                .contains("\"epoch\":\"next\"", "\"offset\":3", "\"was_recovering\":true")
                .doesNotContain("recovered\"");
    }

    @Test
    void history_earlierEpoch_isReadUpToItsEnd() {
        var epoch = publishTwo("kept");
        begin(epoch);
        server.publish("kept", "3");
        var client = server.connect();

        assertThat(ask(client, history(epoch, 1)))
                .contains("[{\"data\":2,\"offset\":2},{\"data\":3,\"offset\":3}]", "\"epoch\":\"next\"");
        assertThat(ask(client, history(epoch, 3))).contains("\"code\":112");
        assertThat(ask(client, history(NEXT, 3))).contains("\"publications\":[]");
        assertThat(ask(client, history(NEXT, 4))).contains("\"code\":112");
    }

    @Test
    void deltas_newEpoch_startWithAFullPublication() {
        var client = server.connect();
        var epoch = epoch(ask(client, recover("", 0, ",\"delta\":\"fossil\"")));
        server.publish("stream", document(1));
        server.publish("stream", document(2));
        assertThat(client.receiveText()).doesNotContain("\"delta\"");
        assertThat(client.receiveText()).contains("\"delta\":true");
        begin(epoch);

        server.publish("stream", document(3));
        assertThat(client.receiveText()).contains("\"unsubscribe\":{\"code\":2500");
        var reply = ask(client, recover(epoch, 2, ",\"delta\":\"fossil\""));
        server.publish("stream", document(4));

        var recovered = JsonMapper.shared().readTree(reply).at("/subscribe/publications/0");
        assertThat(recovered.has("delta")).isFalse();
        assertThat(recovered.get("data").asString()).isEqualTo(document(3));
        var live = JsonMapper.shared().readTree(client.receiveText()).at("/push/pub");
        assertThat(live.get("delta").asBoolean()).isTrue();
        assertThat(patched(recovered, live)).isEqualTo(document(4));
    }

    private static String patched(JsonNode before, JsonNode delta) {
        var base = before.get("data").asString().getBytes(UTF_8);
        return new String(FossilPatch.apply(base, delta.get("data").asString().getBytes(UTF_8)), UTF_8);
    }

    private Engine engine(Scheduler loop) {
        broker = new HeldBroker(loop);
        return Engines.of(broker, loop);
    }

    /** Begins the next epoch after two publications. */
    private void begin(String epoch) {
        if (broker != null) {
            broker.beginEpoch(NEXT, new StreamPosition(epoch, 2));
        }
    }

    private String publishTwo(String channel) {
        server.publish(channel, "1");
        server.publish(channel, "2");
        return epoch(ask(server.connect(), "{\"id\":7,\"history\":{\"channel\":\"" + channel + "\"}}"));
    }

    private static String document(int number) {
        return "{\"text\":\"" + "a document with common parts ".repeat(5) + "\",\"number\":" + number + "}";
    }

    private static String recover(String epoch, long offset, String more) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"stream\",\"recover\":true,\"epoch\":\"%s\",\"offset\":%d%s}}"
                .formatted(epoch, offset, more);
    }

    private static String history(String epoch, long offset) {
        return "{\"id\":9,\"history\":{\"channel\":\"kept\",\"limit\":9,\"since\":{\"epoch\":\"%s\",\"offset\":%d}}}"
                .formatted(epoch, offset);
    }

    private static String epoch(String reply) {
        return reply.replaceAll(".*\"epoch\":\"([^\"]*)\".*", "$1");
    }
}
