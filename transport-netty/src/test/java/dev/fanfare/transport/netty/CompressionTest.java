package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.Deflated;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate over real sockets (RFC 7692). */
class CompressionTest {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final String WORDS = "all the same words, ".repeat(100);
    private static final int LIMIT = 100_000;

    private final EchoListener listener = new EchoListener();
    private final TestServer server = TestServer.of(new WebSocketSettings(LIMIT, TestServer.PATIENT), listener);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void handshake_withOffer_returnsAgreement() {
        try (var client = open(OFFER + "; client_max_window_bits; server_max_window_bits=10")) {
            assertThat(client.extensions())
                    .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                            + " server_max_window_bits=10");
        }
    }

    @Test
    void handshake_unacceptableOffer_returnsNoExtension() {
        try (var client = open(OFFER + "; server_max_window_bits=77", "Sec-WebSocket-Extensions: foo; bar=1")) {
            assertThat(client.extensions()).isEmpty();
            client.send(WORDS);

            assertThat(client.expect(ClientFrame.TEXT).compressed()).isFalse();
        }
    }

    @Test
    void handshake_malformedOffer_returns400() {
        try (var http = server.connect()) {
            http.send(Handshake.request("/", OFFER + ";"));

            assertThat(http.read().status()).isEqualTo(400);
        }
    }

    @Test
    void handshake_compressionOff_rejectsCompressedFrames() {
        var off = new WebSocketSettings(LIMIT, TestServer.PATIENT).withCompression(CompressionSettings.OFF);
        try (var plain = TestServer.of(off, new EchoListener());
                var client = RawWebSocket.open(plain.address(), "/", OFFER)) {
            assertThat(client.extensions()).isEmpty();
            client.send(ClientFrame.deflated(ClientFrame.TEXT, new byte[] {'x'}));

            assertThat(client.receiveClose().closeCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "511, false", "512, true", "100000, true"})
    void message_fromTheThreshold_isCompressed(int size, boolean compressed) {
        var text = WORDS.repeat(60).substring(0, size);
        try (var client = open(OFFER)) {
            client.send(ClientFrame.deflated(ClientFrame.TEXT, text.getBytes(StandardCharsets.UTF_8)));

            var answer = client.expect(ClientFrame.TEXT);
            assertThat(answer.text()).isEqualTo(text);
            assertThat(answer.compressed()).isEqualTo(compressed);
        }
    }

    @Test
    void message_binary_isCompressed() {
        try (var client = open(OFFER)) {
            client.send(ClientFrame.deflated(ClientFrame.BINARY, new byte[50_000]));

            var answer = client.expect(ClientFrame.BINARY);
            assertThat(answer.compressed()).isTrue();
            assertThat(answer.message()).isEqualTo(new byte[50_000]);
        }
    }

    @Test
    void message_incompressible_isSentUncompressed() {
        var noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        try (var client = open(OFFER)) {
            client.send(ClientFrame.deflated(ClientFrame.BINARY, noise));

            var answer = client.expect(ClientFrame.BINARY);
            assertThat(answer.compressed()).isFalse();
            assertThat(answer.payload()).isEqualTo(noise);
        }
    }

    @Test
    void messages_compressedAndUncompressed_mayAlternate() {
        try (var client = open(OFFER)) {
            client.sendTogether(
                    ClientFrame.deflated(ClientFrame.TEXT, "one".getBytes(StandardCharsets.UTF_8)),
                    ClientFrame.text("two"),
                    ClientFrame.deflated(ClientFrame.TEXT, "three".getBytes(StandardCharsets.UTF_8)));

            assertThat(client.receiveText()).isEqualTo("one");
            assertThat(client.receiveText()).isEqualTo("two");
            assertThat(client.receiveText()).isEqualTo("three");
        }
    }

    @Test
    void fragments_compressedWithControlFrames_areOneMessage() {
        var compressed = Deflated.deflate(WORDS.getBytes(StandardCharsets.UTF_8));
        try (var client = open(OFFER)) {
            client.send(ClientFrame.of(ClientFrame.TEXT, Arrays.copyOf(compressed, 1))
                    .withReserved(ClientFrame.COMPRESSED)
                    .notFinal());
            client.send(ClientFrame.of(ClientFrame.PING, new byte[] {1}));
            assertThat(client.expect(ClientFrame.PONG).compressed()).isFalse();
            client.send(ClientFrame.of(ClientFrame.CONTINUATION, new byte[0]).notFinal());
            for (int i = 1; i < compressed.length; i++) {
                client.send(ClientFrame.of(ClientFrame.CONTINUATION, new byte[] {compressed[i]})
                        .notFinal());
            }
            client.send(ClientFrame.of(ClientFrame.CONTINUATION, new byte[0]));

            assertThat(client.receiveText()).isEqualTo(WORDS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 15})
    void window_requestedByClient_isUsed(int bits) {
        var twice = new byte[2 << bits];
        new Random(bits).nextBytes(twice);
        System.arraycopy(twice, 0, twice, 1 << bits, 1 << bits);
        try (var client = open(OFFER + "; server_max_window_bits=" + bits)) {
            client.send(ClientFrame.of(ClientFrame.BINARY, twice));
            client.send(WORDS);

            // Noise that repeats only beyond the window is incompressible.
            assertThat(client.expect(ClientFrame.BINARY).compressed()).isFalse();
            var words = client.expect(ClientFrame.TEXT);
            assertThat(words.compressed()).isTrue();
            assertThat(words.text()).isEqualTo(WORDS);
        }
    }

    @Test
    void context_allowed_isTakenOver() {
        var settings = new WebSocketSettings(LIMIT, TestServer.PATIENT)
                .withCompression(CompressionSettings.DEFAULTS.withClientContextTakeover());
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (var taking = TestServer.of(settings, new EchoListener());
                var client = RawWebSocket.open(taking.address(), "/", OFFER)) {
            assertThat(client.extensions()).doesNotContain("client_no_context_takeover");
            int first = 0;
            for (int i = 0; i < 10; i++) {
                var payload = Deflated.deflate(deflater, WORDS.getBytes(StandardCharsets.UTF_8));
                first = i == 0 ? payload.length : first;
                assertThat(i == 0 || payload.length < first).isTrue();
                client.send(ClientFrame.of(ClientFrame.TEXT, payload).withReserved(ClientFrame.COMPRESSED));
                assertThat(client.receiveText()).isEqualTo(WORDS);
            }
        } finally {
            deflater.end();
        }
    }

    @Test
    void compressionBit_onControlFrame_closesWith1002() {
        assertClosed(1002, ClientFrame.of(ClientFrame.PING, new byte[1]).withReserved(ClientFrame.COMPRESSED));
    }

    @Test
    void compressionBit_onContinuation_closesWith1002() {
        var compressed = Deflated.deflate(new byte[100]);
        assertClosed(
                1002,
                ClientFrame.of(ClientFrame.BINARY, compressed)
                        .withReserved(ClientFrame.COMPRESSED)
                        .notFinal(),
                ClientFrame.of(ClientFrame.CONTINUATION, compressed).withReserved(ClientFrame.COMPRESSED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x10, 0x60, 0x50, 0x30, 0x70})
    void reservedBits_other_closeWith1002(int bits) {
        assertClosed(1002, ClientFrame.of(ClientFrame.BINARY, new byte[1]).withReserved(bits));
    }

    @Test
    void compressedData_malformed_closesWith1007() {
        assertClosed(
                1007,
                ClientFrame.of(ClientFrame.BINARY, new byte[] {(byte) 0xFF, (byte) 0xFF})
                        .withReserved(ClientFrame.COMPRESSED));
    }

    @Test
    void compressedData_withManyFinalBlocks_closesWith1002() {
        assertClosed(
                1002,
                ClientFrame.of(ClientFrame.BINARY, HexFormat.of().parseHex("0300".repeat(100)))
                        .withReserved(ClientFrame.COMPRESSED)
                        .notFinal());
    }

    @Test
    void compressedData_endingWithinBlock_closesWith1007() {
        var compressed = Deflated.deflate(WORDS.getBytes(StandardCharsets.UTF_8));
        assertClosed(
                1007,
                ClientFrame.of(ClientFrame.TEXT, Arrays.copyOf(compressed, compressed.length / 2))
                        .withReserved(ClientFrame.COMPRESSED));
    }

    @Test
    void compressedText_invalidUtf8_closesWith1007BeforeTheEnd() {
        assertClosed(
                1007,
                ClientFrame.deflated(ClientFrame.TEXT, new byte[] {'a', (byte) 0xFF, 'b'})
                        .notFinal());
    }

    @Test
    void bomb_inOneFrame_closesWith1009() {
        assertClosed(1009, ClientFrame.deflated(ClientFrame.BINARY, new byte[20_000_000]));
    }

    @Test
    void bomb_inFragments_closesWith1009BeforeItsEnd() {
        var bomb = Deflated.deflate(new byte[20_000_000]);
        assertClosed(
                1009,
                ClientFrame.of(ClientFrame.BINARY, Arrays.copyOf(bomb, 1_000))
                        .withReserved(ClientFrame.COMPRESSED)
                        .notFinal());
    }

    @Test
    void compressedData_yieldingNoBytes_closesWith1009() {
        var blocks = new byte[60_000];
        for (int i = 0; i < blocks.length; i += 5) {
            blocks[i + 3] = (byte) 0xFF;
            blocks[i + 4] = (byte) 0xFF;
        }
        assertClosed(
                1009,
                ClientFrame.of(ClientFrame.BINARY, blocks)
                        .withReserved(ClientFrame.COMPRESSED)
                        .notFinal(),
                ClientFrame.of(ClientFrame.CONTINUATION, blocks).notFinal());
    }

    @Test
    void message_atTheLimitAndIncompressible_isAccepted() {
        var noise = new byte[LIMIT];
        new Random(2).nextBytes(noise);
        var longer = ClientFrame.deflated(ClientFrame.BINARY, noise);
        assertThat(longer.bytes().length).isGreaterThan(LIMIT);
        try (var client = open(OFFER)) {
            client.send(longer);

            assertThat(client.receiveBinary()).isEqualTo(noise);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X-Nothing: at all, websocket",
        OFFER + ", websocket deflate w15 l1 m512",
        OFFER + "; server_max_window_bits=9, websocket deflate w9 l1 m512"
    })
    void framing_name_differsByAgreement(String header, String name) {
        try (var client = open(header)) {
            String seen = listener.onLoop(connection -> connection.framing().name());
            assertThat(seen).isEqualTo(name);
            listener.send(Payload.text(WORDS));
            assertThat(client.receiveText()).isEqualTo(WORDS);
        }
    }

    private void assertClosed(int code, ClientFrame... frames) {
        try (var client = open(OFFER)) {
            for (var frame : frames) {
                client.send(frame);
            }

            assertThat(client.receiveClose().closeCode()).isEqualTo(code);
            assertThat(listener.closeReason().code()).isEqualTo(code);
            assertThat(listener.waitingMessages()).isEmpty();
        }
    }

    private RawWebSocket open(String... headers) {
        return RawWebSocket.open(server.address(), "/", headers);
    }
}
