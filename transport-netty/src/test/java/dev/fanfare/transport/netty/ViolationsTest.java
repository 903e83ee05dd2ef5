package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawSocket.End;
import dev.fanfare.testkit.client.RawWebSocket;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protocol violations of clients, and the resulting close codes (RFC 6455, 5, 7.4 and 8). */
class ViolationsTest {
    private static final byte[] ONE = {'x'};
    private static final int LIMIT = 100_000;

    private final RecordingListener listener = new RecordingListener();
    private final TestServer server = TestServer.of(listener);

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Named<List<ClientFrame>>> protocolErrors() {
        var text = ClientFrame.text("x");
        var more = text.notFinal();
        var ping = ClientFrame.of(ClientFrame.PING, ONE);
        var continuation = ClientFrame.of(ClientFrame.CONTINUATION, ONE);
        var single = Stream.of(
                frames("unmasked text", text.unmasked()),
                frames("unmasked ping", ping.unmasked()),
                frames("unmasked empty", ClientFrame.text("").unmasked()),
                frames("reserved bit 1", text.withReserved(0x40)),
                frames("reserved bit 2", text.withReserved(0x20)),
                frames("reserved bit 3", text.withReserved(0x10)),
                frames("reserved bit of a ping", ping.withReserved(0x40)),
                frames("fragmented ping", ping.notFinal()),
                frames("fragmented close", ClientFrame.close(1000, "").notFinal()),
                frames("ping of 126", ClientFrame.of(ClientFrame.PING, new byte[126])),
                frames("close of 126", ClientFrame.of(ClientFrame.CLOSE, new byte[126])),
                frames("pong of 65536", ClientFrame.of(ClientFrame.PONG, new byte[65_536])),
                frames("ping, length in 2 bytes", ping.withLengthBytes(2)),
                frames("continuation of nothing", continuation),
                frames("first fragment of nothing", continuation.notFinal()),
                frames("text while fragmented", more, text),
                frames("binary while fragmented", more, ClientFrame.of(ClientFrame.BINARY, ONE)),
                frames("1 in 2 bytes", text.withLengthBytes(2)),
                frames("125 in 2 bytes", ClientFrame.text("x".repeat(125)).withLengthBytes(2)),
                frames("1 in 8 bytes", text.withLengthBytes(8)),
                frames("65535 in 8 bytes", ClientFrame.text("x".repeat(65_535)).withLengthBytes(8)),
                frames("top bit of the length", text.withLengthBytes(8).announcing(Long.MIN_VALUE)),
                frames("all bits of the length", text.withLengthBytes(8).announcing(-1)),
                frames("close frame of one byte", ClientFrame.of(ClientFrame.CLOSE, ONE)));
        var opcodes = IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
                .mapToObj(opcode -> frames("opcode " + opcode, ClientFrame.of(opcode, ONE)));
        var codes = IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535)
                .mapToObj(code -> frames("close code " + code, ClientFrame.close(code, "")));
        return Stream.of(single, opcodes, codes).flatMap(all -> all);
    }

    static Stream<Named<List<ClientFrame>>> invalidUtf8() {
        return Stream.of(
                frames("a lone continuation byte", utf8(ClientFrame.TEXT, 0x80)),
                frames("an overlong slash", utf8(ClientFrame.TEXT, 0xC0, 0xAF)),
                frames("a surrogate", utf8(ClientFrame.TEXT, 0xED, 0xA0, 0x80)),
                frames("above U+10FFFF", utf8(ClientFrame.TEXT, 0xF4, 0x90, 0x80, 0x80)),
                frames("cut at the end", utf8(ClientFrame.TEXT, 'a', 0xE2, 0x82)),
                frames(
                        "cut at the end of fragments",
                        utf8(ClientFrame.TEXT, 0xE2).notFinal(),
                        utf8(ClientFrame.CONTINUATION, 0x82)),
                frames(
                        "broken across a border",
                        utf8(ClientFrame.TEXT, 'a', 0xE2).notFinal(),
                        utf8(ClientFrame.CONTINUATION, 'b')),
                frames(
                        "wrong before the message's end",
                        utf8(ClientFrame.TEXT, 'a').notFinal(),
                        utf8(ClientFrame.CONTINUATION, 0xFF).notFinal()),
                frames(
                        "wrong before the frame's end",
                        utf8(ClientFrame.TEXT, 0xFF).announcing(1000).withLengthBytes(2)),
                frames("after eight letters", utf8(ClientFrame.TEXT, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF)),
                frames("in a close reason", ClientFrame.close(1000, new byte[] {(byte) 0xC3, 'x'})),
                frames("cut at the end of a close reason", ClientFrame.close(1000, new byte[] {(byte) 0xC3})));
    }

    static Stream<Named<List<ClientFrame>>> tooBig() {
        var big = ClientFrame.of(ClientFrame.BINARY, new byte[60_000]);
        return Stream.of(
                frames(
                        "announced, before its payload",
                        ClientFrame.of(ClientFrame.BINARY, new byte[0])
                                .withLengthBytes(8)
                                .announcing(LIMIT + 1)),
                frames(
                        "announced as the most there is",
                        ClientFrame.of(ClientFrame.BINARY, new byte[0])
                                .withLengthBytes(8)
                                .announcing(Long.MAX_VALUE)),
                frames(
                        "the most there is after a fragment",
                        ClientFrame.of(ClientFrame.BINARY, ONE).notFinal(),
                        ClientFrame.of(ClientFrame.CONTINUATION, new byte[0])
                                .withLengthBytes(8)
                                .announcing(Long.MAX_VALUE)),
                frames(
                        "by its second fragment",
                        big.notFinal(),
                        ClientFrame.of(ClientFrame.CONTINUATION, new byte[0])
                                .withLengthBytes(2)
                                .announcing(LIMIT - 60_000 + 1)),
                frames("in a text", ClientFrame.text("").withLengthBytes(8).announcing(LIMIT + 1)));
    }

    @ParameterizedTest
    @MethodSource("protocolErrors")
    void protocolError_closesWith1002(List<ClientFrame> frames) {
        assertClosed(frames, 1002);
    }

    @ParameterizedTest
    @MethodSource("invalidUtf8")
    void invalidUtf8_closesWith1007(List<ClientFrame> frames) {
        assertClosed(frames, 1007);
    }

    @ParameterizedTest
    @MethodSource("tooBig")
    void messageOverTheLimit_closesWith1009(List<ClientFrame> frames) {
        assertClosed(frames, 1009);
    }

    @Test
    void violation_furtherInput_isIgnoredAndCloseFrameArrives() {
        try (var client = server.open()) {
            client.socket()
                    .send(RawWebSocket.join(
                            ClientFrame.of(ClientFrame.BINARY, ONE).unmasked(),
                            ClientFrame.of(ClientFrame.BINARY, new byte[90_000]),
                            ClientFrame.of(ClientFrame.BINARY, new byte[90_000])));

            assertThat(client.receiveClose().closeCode()).isEqualTo(1002);
            assertThat(client.socket().awaitEnd()).isEqualTo(End.FINISHED);
            assertThat(listener.closeReason().code()).isEqualTo(1002);
            assertThat(listener.waitingMessages()).isEmpty();
        }
    }

    @Test
    void messagesBeforeAViolation_areDelivered() {
        try (var client = server.open()) {
            var end = ClientFrame.of(ClientFrame.CONTINUATION, ONE);
            client.sendTogether(ClientFrame.text("lawful").notFinal(), end, end);

            assertThat(listener.nextMessage().text()).isEqualTo("lawfulx");
            assertThat(client.receiveClose().closeCode()).isEqualTo(1002);
        }
    }

    private void assertClosed(List<ClientFrame> frames, int code) {
        try (var client = server.open()) {
            frames.forEach(client::send);

            assertThat(client.receiveClose().closeCode()).isEqualTo(code);
            assertThat(listener.closeReason().code()).isEqualTo(code);
            assertThat(listener.waitingMessages()).isEmpty();
            client.socket().finish();
            assertThat(client.socket().awaitEnd()).isEqualTo(End.FINISHED);
        }
        assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
    }

    private static Named<List<ClientFrame>> frames(String name, ClientFrame... frames) {
        return Named.of(name, List.of(frames));
    }

    private static ClientFrame utf8(int opcode, int... bytes) {
        var payload = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            payload[i] = (byte) bytes[i];
        }
        return ClientFrame.of(opcode, payload);
    }
}
