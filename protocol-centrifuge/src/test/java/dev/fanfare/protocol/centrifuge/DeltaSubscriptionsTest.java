package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.delta.FossilPatch;
import dev.fanfare.testkit.app.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Subscriptions with deltas. */
class DeltaSubscriptionsTest {
    private final CentrifugeServer server = new CentrifugeServer();

    @AfterEach
    void close() {
        server.close();
    }

    /** Applies deltas as a client does. */
    private static final class Reader {
        private byte[] kept = {};
        private final List<String> read = new ArrayList<>();
        private int deltas;

        void take(JsonNode publication) {
            var data = publication.get("data").asString().getBytes(UTF_8);
            boolean delta = publication.has("delta");
            deltas += delta ? 1 : 0;
            kept = delta ? FossilPatch.apply(kept, data) : data;
            read.add(new String(kept, UTF_8));
        }
    }

    @Test
    void publications_firstIsFull_othersAreDeltas() {
        var client = server.connect();
        assertThat(ask(client, subscribe("stream"))).contains("\"delta\":true");
        var reader = new Reader();

        for (int i = 0; i < 4; i++) {
            server.publish("stream", document(i));
            receive(client, reader);
        }

        assertThat(reader.read).containsExactly(document(0), document(1), document(2), document(3));
        assertThat(reader.deltas).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "kept", "stream"})
    void lateSubscribers_getFullPublicationFirst(String channel) {
        var readers = new ArrayList<Reader>();
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 6; i++) {
            var client = server.connect();
            ask(client, subscribe(channel));
            clients.add(client);
            readers.add(new Reader());
            server.publish(channel, document(i));
            for (int j = 0; j < clients.size(); j++) {
                receive(clients.get(j), readers.get(j));
            }
        }

        for (int j = 0; j < 6; j++) {
            assertThat(readers.get(j).read.getLast()).isEqualTo(document(5));
            assertThat(readers.get(j).deltas).as("reader " + j).isEqualTo(5 - j);
        }
    }

    @Test
    void recovery_sendsChainOfDeltas() {
        server.publish("stream", document(0));
        server.publish("stream", document(1));
        server.publish("stream", document(2));
        var client = server.connect();
        var reply = JsonMapper.shared()
                .readTree(ask(
                        client,
                        "{\"id\":2,\"subscribe\":{\"channel\":\"stream\",\"delta\":\"fossil\",\"recover\":true}}"))
                .get("subscribe");
        var reader = new Reader();
        reply.get("publications").forEach(reader::take);
        server.publish("stream", document(3));
        receive(client, reader);

        assertThat(reader.read).containsExactly(document(0), document(1), document(2), document(3));
        assertThat(reader.deltas).isEqualTo(3);
    }

    @Test
    void otherKinds_areSentAsJson() {
        var client = server.connect();
        ask(client, subscribe("plain"));
        server.publish("plain", Payload.text("say \"hi\""));
        server.publish("plain", Payload.binary(new byte[] {1}));
        server.publish("plain", "1");
        var reader = new Reader();
        for (int i = 0; i < 3; i++) {
            receive(client, reader);
        }

        assertThat(reader.read).containsExactly("\"say \\\"hi\\\"\"", "\"AQ==\"", "1");
    }

    @Test
    void clientsWithoutDeltas_getFullPublications() {
        var plain = server.connect();
        ask(plain, "{\"id\":2,\"subscribe\":{\"channel\":\"stream\"}}");
        var deltas = server.connect();
        ask(deltas, subscribe("stream"));
        server.publish("stream", document(0));
        server.publish("stream", document(1));

        assertThat(plain.receiveText()).contains("\"data\":" + document(0));
        assertThat(plain.receiveText()).contains("\"data\":" + document(1)).doesNotContain("\"delta\"");
    }

    private static void receive(TestClient client, Reader reader) {
        reader.take(client.receiveJson().at("/push/pub"));
    }

    private static String subscribe(String channel) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"delta\":\"fossil\"}}";
    }

    private static String document(int version) {
        return "{\"text\":\"" + "Съешь же ещё этих мягких французских булок. 我能吞下玻璃而不伤身体。".repeat(3) + "\",\"version\":"
                + version + ",\"слово\":\"" + "абвгд".substring(version % 5) + "\"}";
    }
}
