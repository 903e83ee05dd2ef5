package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pieces of a text that wait for a slow client are joined, and positions stay correct. */
class AppendTest {
    private static final int PIECES = 2_000;
    /** Fills the buffers of the transport, so that later publications wait in the outbox. */
    private static final String FILLER = "x".repeat(1_000_000);

    private final MemoryTransport memory = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS.withRecoveryLimit(2 * PIECES), memory);
    private final Channel answer = app.channel(
            "answer",
            ChannelOptions.history(2 * PIECES, Duration.ofMinutes(10)).slowClients(SlowClientPolicy.append()));

    @BeforeEach
    void serve() {
        app.websocket("/answer", ws -> {
            ws.subscribe(answer, Resume.fromQuery("position").orLatest(2 * PIECES));
            ws.awaitClose();
        });
        app.websocket("/raw", ws -> {
            ws.subscribe(answer);
            ws.send("ready");
            ws.awaitClose();
        });
        app.sse("/stream", answer);
        app.listen(8000);
    }

    @AfterEach
    void close() {
        app.close();
    }

    private String publish(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            answer.publish(i + " ");
            text.append(i).append(' ');
        }
        memory.advance(Duration.ZERO);
        return text.toString();
    }

    @Test
    void slowClient_receivesThePiecesThatWait_asOneMessage() {
        try (var client = memory.connect("/raw")) {
            client.receiveText();
            client.stall();
            answer.publish(FILLER);
            var text = publish(0, PIECES);
            client.resume();

            assertThat(client.receiveText()).isEqualTo(FILLER);
            assertThat(client.receiveText()).isEqualTo(text);
            publish(0, 1);
            assertThat(client.receiveText()).isEqualTo("0 ");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientLost_afterOrBeforeJoinedPieces_recoversTheRestOnce(boolean receivesThem) {
        var received = new StringBuilder();
        String position;
        String text;
        try (var client = memory.connect("/answer")) {
            client.receiveJson();
            client.stall();
            answer.publish(FILLER);
            text = publish(0, PIECES);
            client.resume();
            position = client.receiveJson().get("position").asString();
            if (receivesThem) {
                var joined = client.receiveJson();
                assertThat(joined.get("data").asString()).isEqualTo(text);
                position = joined.get("position").asString();
                received.append(text);
            }
        }
        text += publish(PIECES, PIECES + 10);

        try (var client = memory.connect("/answer?position=" + position)) {
            for (var message = client.receiveJson(); message.has("data"); message = client.receiveJson()) {
                received.append(message.get("data").asString());
            }
        }
        assertThat(received).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamLost_afterOrBeforeJoinedPieces_recoversTheRestOnce(boolean receivesThem) {
        var received = new StringBuilder();
        String id;
        String text;
        try (var stream = memory.stream("/stream")) {
            stream.receiveEvent(); // retry
            stream.receiveEvent(); // the position
            stream.stall();
            answer.publish(FILLER);
            text = publish(0, PIECES);
            stream.resume();
            id = field(stream.receiveEvent(), "id");
            if (receivesThem) {
                var joined = stream.receiveEvent();
                assertThat(field(joined, "data")).isEqualTo(text);
                id = field(joined, "id");
                received.append(text);
            }
        }
        text += publish(PIECES, PIECES + 10);

        try (var stream = memory.stream("/stream?position=" + id)) {
            stream.receiveEvent();
            for (var event = stream.receiveEvent(); event.contains("data: "); event = stream.receiveEvent()) {
                received.append(field(event, "data"));
            }
        }
        assertThat(received).hasToString(text);
    }

    /** The value of a field; empty if the event does not contain it. */
    private static String field(String event, String name) {
        var start = name + ": ";
        return event.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    @Test
    void jsonBetweenPieces_keepsItsPlace() {
        try (var client = memory.connect("/raw")) {
            client.receiveText();
            client.stall();
            answer.publish(FILLER);
            publish(0, 3);
            answer.publishJson(Map.of("end", "complete"));
            publish(3, 6);
            client.resume();

            assertThat(client.receiveText()).isEqualTo(FILLER);
            assertThat(client.receiveText()).isEqualTo("0 1 2 ");
            assertThat(client.receiveText()).isEqualTo("{\"end\":\"complete\"}");
            assertThat(client.receiveText()).isEqualTo("3 4 5 ");
        }
    }
}
