package dev.fanfare.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.protocol.centrifuge.protobuf.Command;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PublishRequest;
import dev.fanfare.protocol.centrifuge.protobuf.Reply;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import dev.fanfare.protocol.centrifuge.settings.CommandRates;
import dev.fanfare.protocol.centrifuge.settings.CommandRates.Operation;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Messages with many commands cause a bounded amount of work and output. */
class CommandFloodTest {
    private static final int MAX_REFUSALS = 16;
    /** The commands that a burst of 8,000 bytes allows after the connect. */
    private static final int WITHIN_BURST = 7;

    private static final int TOO_MANY_REQUESTS = 3013;
    private static final int BAD_REQUEST = 3501;
    private static final String PUBLISH = "\"publish\":{\"channel\":\"plain\",\"data\":1}";
    private static final String UNSUBSCRIBE = "\"unsubscribe\":{\"channel\":\"plain\"}";
    private static final CentrifugeSettings ONE_PUBLISH = CentrifugeSettings.DEFAULTS.withRates(
            CommandRates.NONE.perConnection(Operation.PUBLISH, new Rate(1, Duration.ofHours(1))));

    @Test
    void frame_manyRefusedCommands_areAnsweredUpToALimit() {
        try (var server = server(ONE_PUBLISH)) {
            var client = server.connect();

            client.sendText(commands(1 + MAX_REFUSALS + 1, PUBLISH));

            assertThat(client.receiveText()).contains("\"publish\":{}");
            for (int i = 0; i < MAX_REFUSALS; i++) {
                assertThat(client.receiveText()).contains("\"code\":111");
            }
            assertThat(client.receiveClose().code()).isEqualTo(TOO_MANY_REQUESTS);
        }
    }

    @Test
    void frames_repeatedlyRefused_disconnect() {
        try (var server = server(ONE_PUBLISH)) {
            var client = server.connect();
            client.sendText(commands(1 + MAX_REFUSALS, PUBLISH));
            for (int i = 0; i <= MAX_REFUSALS; i++) {
                client.receiveText();
            }

            server.transport.advance(Duration.ofSeconds(8));
            for (int i = 0; i < MAX_REFUSALS; i++) {
                client.sendText(commands(1, PUBLISH));
                assertThat(client.receiveText()).contains("\"code\":111");
            }
            client.sendText(commands(1, PUBLISH));

            assertThat(client.receiveClose().code()).isEqualTo(TOO_MANY_REQUESTS);
        }
    }

    @Test
    void protobufFrame_manyRefusedCommands_areAnsweredUpToALimit() throws IOException {
        try (var server = server(ONE_PUBLISH)) {
            var client = server.transport.connect(Centrifuge.WEBSOCKET, "Sec-WebSocket-Protocol: centrifuge-protobuf");
            var frame = new ByteArrayOutputStream();
            Command.newBuilder()
                    .setId(1)
                    .setConnect(ConnectRequest.getDefaultInstance())
                    .build()
                    .writeDelimitedTo(frame);
            var publish = Command.newBuilder()
                    .setId(2)
                    .setPublish(PublishRequest.newBuilder().setChannel("plain").setData(ByteString.copyFromUtf8("1")))
                    .build();
            for (int i = 0; i < 1 + MAX_REFUSALS + 1; i++) {
                publish.writeDelimitedTo(frame);
            }

            client.sendBytes(frame.toByteArray());

            assertThat(reply(client).hasConnect()).isTrue();
            assertThat(reply(client).hasPublish()).isTrue();
            for (int i = 0; i < MAX_REFUSALS; i++) {
                assertThat(reply(client).getError().getCode()).isEqualTo(111);
            }
            assertThat(client.receiveClose().code()).isEqualTo(TOO_MANY_REQUESTS);
        }
    }

    @Test
    void emulatedFrame_manyRefusedCommands_areAnsweredUpToALimit() throws Exception {
        try (var server = server(ONE_PUBLISH);
                var stream = stream(server)) {
            var connected = JsonMapper.shared().readTree(stream.receiveLine()).get("connect");

            server.emulate(connected, commands(1 + MAX_REFUSALS + 1, PUBLISH));

            assertThat(stream.receiveLine()).contains("\"publish\":{}");
            for (int i = 0; i < MAX_REFUSALS; i++) {
                assertThat(stream.receiveLine()).contains("\"code\":111");
            }
            assertThat(stream.receiveLine()).contains("\"disconnect\":{\"code\":3013,");
        }
    }

    @Test
    void frame_tooManyCommands_isABadRequest() {
        try (var server = server(CentrifugeSettings.DEFAULTS)) {
            var client = server.connect();
            client.sendText(commands(1024, UNSUBSCRIBE));
            for (int id = 1; id <= 1024; id++) {
                assertThat(client.receiveText()).startsWith("{\"id\":" + id + ",");
            }

            client.sendText(commands(1025, UNSUBSCRIBE));

            assertThat(client.receiveClose().code()).isEqualTo(BAD_REQUEST);
        }
    }

    @Test
    void commands_aboveThePace_waitInOrder() {
        try (var server = server(pace(2_000))) {
            var client = server.connect();
            client.sendText(commands(20, UNSUBSCRIBE));
            int answered = 0;
            while (answered < WITHIN_BURST) {
                assertThat(client.receiveText()).startsWith("{\"id\":" + ++answered + ",");
            }
            client.receiveNothing();

            server.transport.advance(Duration.ofSeconds(10));

            while (answered < 20) {
                assertThat(client.receiveText()).startsWith("{\"id\":" + ++answered + ",");
            }
        }
    }

    @Test
    void unidirectionalClient_manyMessages_disconnects() {
        try (var server = server(pace(2_000))) {
            var client = server.transport.connect(Centrifuge.UNI_WEBSOCKET);
            client.sendText("{}");
            client.receiveText();

            var pongs = "{}\n".repeat(100);
            client.sendTogether(pongs, pongs, pongs, pongs, pongs, pongs, pongs, pongs);

            assertThat(client.receiveClose().code()).isEqualTo(TOO_MANY_REQUESTS);
        }
    }

    @Test
    void oneWaitingCommand_isAllowed_andReadingContinues() {
        var one = CentrifugeSettings.DEFAULTS.withMaxWaitingCommands(1);
        try (var server = server(one)) {
            var client = server.open();
            client.sendText("{\"id\":1,\"connect\":{}}\n" + commands(3, PUBLISH));
            for (int i = 0; i < 4; i++) {
                client.receiveText();
            }

            for (int i = 0; i < 3; i++) {
                client.sendText(commands(2, PUBLISH));
                assertThat(client.receiveText()).contains("\"publish\":{}");
                assertThat(client.receiveText()).contains("\"publish\":{}");
            }
        }
    }

    @Test
    void pendingCommands_countInTheMemoryBudget() {
        try (var server = server(pace(2_000))) {
            var inboxes = server.transport.governor().budget(MemoryKind.INBOXES);
            var client = server.connect();
            client.sendText(commands(100, UNSUBSCRIBE));
            assertThat(client.receiveText()).startsWith("{\"id\":1,");

            assertThat(inboxes.used()).isGreaterThan(90 * 256);
            client.lose();
            server.transport.advance(Duration.ofSeconds(10));

            assertThat(inboxes.used()).isZero();
        }
    }

    @Test
    void connect_sameHeaderTwice_isABadRequest() {
        try (var server = server(CentrifugeSettings.DEFAULTS)) {
            var client = server.open();

            client.sendText("{\"id\":1,\"connect\":{\"headers\":{\"X-User\":\"a\",\"x-user\":\"b\"}}}");

            assertThat(client.receiveClose().code()).isEqualTo(BAD_REQUEST);
        }
    }

    private static CentrifugeServer server(CentrifugeSettings settings) {
        return new CentrifugeServer(AccessControl.allowAll(), settings);
    }

    private static TestStream stream(CentrifugeServer server) {
        return server.transport.stream("POST", Centrifuge.HTTP_STREAM, "{\"id\":1,\"connect\":{}}".getBytes(UTF_8));
    }

    private static CentrifugeSettings pace(int bytesPerSecond) {
        return CentrifugeSettings.DEFAULTS.withMaxBytesPerSecond(bytesPerSecond);
    }

    private static String commands(int count, String request) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> "{\"id\":" + id + "," + request + "}")
                .collect(Collectors.joining("\n"));
    }

    private static Reply reply(TestClient client) throws IOException {
        return Reply.parseDelimitedFrom(new ByteArrayInputStream(client.receiveBytes()));
    }
}
