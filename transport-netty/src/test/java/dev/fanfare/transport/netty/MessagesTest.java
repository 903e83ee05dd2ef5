package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid messages and control frames over real sockets (RFC 6455, 5). */
class MessagesTest {
    private static final int LIMIT = 100_000;

    private final EchoListener listener = new EchoListener();
    private final TestServer server = TestServer.of(listener);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 70_000, LIMIT})
    void binary_ofAnySize_comesBackTheSame(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (var client = server.open()) {
            client.send(bytes);

            assertThat(client.receiveBinary()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 70_000, LIMIT})
    void text_ofAnySize_comesBackTheSame(int size) {
        var text = "\u00e9".repeat(size / 2) + "x".repeat(size % 2);
        try (var client = server.open()) {
            client.send(text);

            assertThat(client.receiveText()).isEqualTo(text);
            assertThat(listener.nextMessage().isText()).isTrue();
        }
    }

    @Test
    void frames_inOneWrite_areAllMessages() {
        try (var client = server.open()) {
            client.sendTogether(
                    ClientFrame.text("1"), ClientFrame.of(ClientFrame.BINARY, new byte[] {2}), ClientFrame.text("3"));

            assertThat(client.receiveText()).isEqualTo("1");
            assertThat(client.receiveBinary()).containsExactly(2);
            assertThat(client.receiveText()).isEqualTo("3");
        }
    }

    @Test
    void frames_inSingleBytes_areTheSameMessages() {
        var text = "gr\u00fc\u00df " + "x".repeat(200);
        try (var client = server.open()) {
            client.socket().sendDribbling(ClientFrame.text(text).bytes());
            client.socket()
                    .sendDribbling(
                            ClientFrame.of(ClientFrame.PING, new byte[] {7}).bytes());

            assertThat(client.receiveText()).isEqualTo(text);
            assertThat(client.expect(ClientFrame.PONG).payload()).containsExactly(7);
        }
    }

    @Test
    void fragments_withControlFramesBetween_areOneMessage() {
        var euro = "\u20ac".getBytes(StandardCharsets.UTF_8);
        try (var client = server.open()) {
            client.send(ClientFrame.of(ClientFrame.TEXT, Arrays.copyOf(euro, 1)).notFinal());
            client.send(ClientFrame.of(ClientFrame.PING, new byte[] {1, 2, 3}));
            assertThat(client.expect(ClientFrame.PONG).payload()).containsExactly(1, 2, 3);
            client.send(ClientFrame.of(ClientFrame.CONTINUATION, new byte[0]).notFinal());
            client.send(ClientFrame.of(ClientFrame.PONG, new byte[] {9}));
            client.send(ClientFrame.of(ClientFrame.CONTINUATION, Arrays.copyOfRange(euro, 1, 3)));

            assertThat(client.receiveText()).isEqualTo("\u20ac");
            assertThat(listener.pongs()).isEqualTo(2);
        }
    }

    @Test
    void fragments_binaryThenText_areSeparateMessages() {
        try (var client = server.open()) {
            client.sendTogether(
                    ClientFrame.of(ClientFrame.BINARY, new byte[] {(byte) 0xFF}).notFinal(),
                    ClientFrame.of(ClientFrame.CONTINUATION, new byte[] {(byte) 0xFE}),
                    ClientFrame.text("a").notFinal(),
                    ClientFrame.of(ClientFrame.CONTINUATION, new byte[] {'b'}));

            assertThat(client.receiveBinary()).containsExactly(0xFF, 0xFE);
            assertThat(client.receiveText()).isEqualTo("ab");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void ping_isAnsweredByPongWithSamePayload(int size) {
        var payload = new byte[size];
        Arrays.fill(payload, (byte) 0xAB);
        try (var client = server.open()) {
            client.send(ClientFrame.of(ClientFrame.PING, payload));

            assertThat(client.expect(ClientFrame.PONG).payload()).isEqualTo(payload);
        }
    }

    @Test
    void pong_unsolicited_isNotAnswered() {
        try (var client = server.open()) {
            client.send(ClientFrame.of(ClientFrame.PONG, new byte[] {1}));

            assertThat(client.receivedSoFar()).isEmpty();
            assertThat(listener.pongs()).isEqualTo(2);
        }
    }

    @Test
    void message_arriving_countsAsActivity() {
        var listener = new RecordingListener();
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            var frame = RawWebSocket.join(ClientFrame.text("x".repeat(1_000)));

            client.socket().send(Arrays.copyOf(frame, 500));

            await().until(() -> listener.pongs() > 0);
            assertThat(listener.waitingMessages()).isEmpty();
        }
    }

    @Test
    void serverPing_pongReceived_countsAsActivity() {
        try (var client = server.open()) {
            listener.onLoop(connection -> {
                RecordingListener.write(connection, connection.framing().ping());
                return true;
            });
            var ping = client.expect(ClientFrame.PING);
            client.send(ClientFrame.of(ClientFrame.PONG, ping.payload()));

            await().untilAsserted(() -> assertThat(listener.pongs()).isEqualTo(1));
        }
    }
}
