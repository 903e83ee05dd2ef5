package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.transport.netty.websocket.MessageLimits;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Limits of size and rate, including large ones. */
class LimitsTest {
    private static final int MIB = 1 << 20;

    private final EchoListener listener = new EchoListener();

    @Test
    void message_of16MiB_roundTripsInOneFrameAndInMany() {
        var bytes = new byte[16 * MIB];
        new Random(3).nextBytes(bytes);
        try (var server = server(MessageLimits.DEFAULTS.withMaxMessageBytes(16 * MIB));
                var client = server.open()) {
            client.send(bytes);
            assertThat(Arrays.equals(client.receiveBinary(), bytes)).isTrue();

            for (int from = 0; from < bytes.length; from += MIB) {
                var part = ClientFrame.of(
                        from == 0 ? ClientFrame.BINARY : ClientFrame.CONTINUATION,
                        Arrays.copyOfRange(bytes, from, from + MIB));
                client.send(from + MIB < bytes.length ? part.notFinal() : part);
            }
            assertThat(Arrays.equals(client.receiveBinary(), bytes)).isTrue();
        }
    }

    @Test
    void message_of65537Fragments_isOneMessage() {
        int fragments = 65_537;
        var middle = ClientFrame.of(ClientFrame.CONTINUATION, new byte[] {'x'}).notFinal();
        var frames = Collections.nCopies(fragments, middle).toArray(ClientFrame[]::new);
        frames[0] = ClientFrame.text("x").notFinal();
        frames[fragments - 1] = ClientFrame.of(ClientFrame.CONTINUATION, new byte[] {'x'});
        try (var server = server(MessageLimits.DEFAULTS.withMaxFragments(fragments));
                var client = server.open()) {
            client.socket().neverTimeOut();
            client.sendTogether(frames);

            assertThat(client.receiveText()).isEqualTo("x".repeat(fragments));
        }
    }

    @Test
    void fragments_overTheLimit_closeWith1009() {
        var more = ClientFrame.of(ClientFrame.CONTINUATION, new byte[0]).notFinal();
        try (var server = server(MessageLimits.DEFAULTS.withMaxFragments(3));
                var client = server.open()) {
            client.sendTogether(
                    ClientFrame.text("a").notFinal(), more, ClientFrame.of(ClientFrame.CONTINUATION, new byte[0]));
            assertThat(client.receiveText()).isEqualTo("a");
            client.sendTogether(ClientFrame.text("b").notFinal(), more, more, more);

            assertRefused(client, 1009, "message has more than 3 fragments");
        }
    }

    @Test
    void frame_overTheLimit_closesWith1009BeforeItsPayload() {
        try (var server = server(MessageLimits.DEFAULTS.withMaxFrameBytes(10));
                var client = server.open()) {
            client.sendTogether(
                    ClientFrame.text("0123456789").notFinal(),
                    ClientFrame.of(ClientFrame.CONTINUATION, "0123456789".getBytes(StandardCharsets.US_ASCII)));
            assertThat(client.receiveText()).hasSize(20);
            client.send(ClientFrame.text("").announcing(11));

            assertRefused(client, 1009, "frame is longer than 10 bytes");
        }
    }

    @Test
    void messagesAndPings_overTheRate_closeWith1008() {
        try (var server = server(MessageLimits.DEFAULTS.withMaxMessagesPerSecond(10));
                var client = server.open()) {
            var frames = new ClientFrame[1_000];
            Arrays.fill(frames, ClientFrame.text("x"));
            Arrays.fill(frames, 0, 5, ClientFrame.of(ClientFrame.PING, new byte[0]));
            client.sendTogether(frames);

            var next = client.receive();
            for (; next.opcode() != ClientFrame.CLOSE; next = client.receive()) {
                assertThat(next.opcode()).isIn(ClientFrame.TEXT, ClientFrame.PONG);
            }
            assertThat(next.closeCode()).isEqualTo(1008);
            assertThat(listener.closeReason().code()).isEqualTo(1008);
        }
    }

    @Test
    void pings_inOneRead_areAnsweredUpToALimitAndTheLast() {
        try (var server = server(MessageLimits.DEFAULTS);
                var client = server.open()) {
            var pings = new ClientFrame[1_000];
            for (int i = 0; i < pings.length; i++) {
                pings[i] = ClientFrame.of(ClientFrame.PING, ("ping " + i).getBytes(StandardCharsets.US_ASCII));
            }
            client.sendTogether(pings);

            int answers = 1;
            while (!client.expect(ClientFrame.PONG).text().equals("ping 999")) {
                answers++;
            }
            // The limit applies per read, and the number of reads is unknown.
            assertThat(answers).isBetween(1, 500);
            assertThat(client.receivedSoFar()).isEmpty();
        }
    }

    private void assertRefused(RawWebSocket client, int code, String words) {
        var close = client.receiveClose();
        assertThat(close.closeCode()).isEqualTo(code);
        assertThat(close.closeReason()).isEqualTo(words);
        assertThat(listener.closeReason().code()).isEqualTo(code);
    }

    private TestServer server(MessageLimits limits) {
        return TestServer.of(WebSocketSettings.DEFAULTS.withLimits(limits), listener);
    }
}
