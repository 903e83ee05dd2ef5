package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawWebSocket;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A listener that pauses reading while messages arrive together. */
class PausedReadingTest {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";

    /** Pauses reading after each message. */
    static final class PausingListener extends RecordingListener {
        @Override
        public void onMessage(Payload message) {
            super.onMessage(message);
            connection().pauseReading();
        }

        void resume() {
            onLoop(connection -> {
                connection.resumeReading();
                return true;
            });
        }
    }

    private final PausingListener listener = new PausingListener();

    @Test
    void messages_thatArriveTogether_areDeliveredOneByOne() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.sendTogether(texts("one", "two", "three"));

            for (var text : new String[] {"one", "two", "three"}) {
                assertThat(listener.nextMessage().text()).isEqualTo(text);
                assertThat(listener.<Boolean>onLoop(connection -> true)).isTrue();
                assertThat(listener.waitingMessages()).isEmpty();
                listener.resume();
            }
            client.sendClose(1000, "");
            assertThat(listener.closeReason().code()).isEqualTo(1000);
        }
    }

    @Test
    void messagesBehindPongs_pausedReading_areNotInflated() {
        try (var server = TestServer.of(listener);
                var client = RawWebSocket.open(server.address(), "/", OFFER)) {
            var pong = ClientFrame.of(ClientFrame.PONG, new byte[0]);
            var message = ClientFrame.deflated(ClientFrame.BINARY, new byte[90_000]);
            client.sendTogether(ClientFrame.text("first"), pong, message, pong, message, pong);

            listener.nextMessage();
            await().untilAsserted(() -> assertThat(heldFor(server)).isPositive());
            assertThat(listener.pongs()).isZero();
            assertThat(heldFor(server)).isLessThan(70_000);
            listener.resume();
            assertThat(listener.nextMessage().size()).isEqualTo(90_000);
            listener.resume();
            assertThat(listener.nextMessage().size()).isEqualTo(90_000);
            listener.resume();
            // A pause within a frame counts as a pong.
            await().untilAsserted(() -> assertThat(listener.pongs()).isGreaterThanOrEqualTo(3));
            await().untilAsserted(() -> assertThat(heldFor(server)).isZero());
        }
    }

    @Test
    void close_whileReadingIsPaused_completesTheHandshake() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.sendTogether(ClientFrame.text("first"), ClientFrame.text("second"), ClientFrame.close(1000, "bye"));
            listener.nextMessage();

            listener.close(1001, "");

            assertThat(client.receiveClose().closeCode()).isEqualTo(1001);
            assertThat(listener.closeReason().code()).isEqualTo(1000);
        }
    }

    @Test
    void connection_endsWhileBytesAreNotDecoded_releasesThem() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.sendTogether(texts("one", "two", "three"));
            listener.nextMessage();
            client.socket().reset();
            listener.onLoop(connection -> {
                connection.close(new CloseReason(1001, ""));
                return true;
            });

            listener.closeReason();
            await().untilAsserted(() -> assertThat(heldFor(server)).isZero());
        }
    }

    @Test
    void manySmallFrames_inOneRead_areDecodedCompletely() {
        var recording = new RecordingListener();
        try (var server = TestServer.of(recording);
                var client = server.open()) {
            client.sendTogether(
                    Stream.generate(() -> ClientFrame.text("x")).limit(20_000).toArray(ClientFrame[]::new));
            client.send("last");

            for (int i = 0; i < 20_000; i++) {
                assertThat(recording.nextMessage().text()).isEqualTo("x");
            }
            assertThat(recording.nextMessage().text()).isEqualTo("last");
            assertThat(recording.<Boolean>onLoop(Connection::isWritable)).isTrue();
        }
    }

    @Test
    void messages_beforeTheEndOfInput_areDeliveredAfterAPause() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.sendTogether(ClientFrame.text("one"), ClientFrame.text("two"), ClientFrame.close(1000, "bye"));
            client.socket().finish();
            assertThat(listener.nextMessage().text()).isEqualTo("one");
            // The loop has seen the end of the input before this request.
            RawHttp.exchange(server.address(), "GET /");
            listener.resume();

            assertThat(listener.nextMessage().text()).isEqualTo("two");
            listener.resume();
            assertThat(listener.closeReason().code()).isEqualTo(1000);
            assertThat(client.receiveClose().closeCode()).isEqualTo(1000);
            client.socket().awaitEnd();
        }
    }

    @Test
    void manySmallFrames_beforeTheEndOfInput_areDecodedCompletely() {
        var recording = new RecordingListener();
        try (var server = TestServer.of(recording);
                var client = server.open()) {
            client.sendTogether(
                    Stream.generate(() -> ClientFrame.text("x")).limit(20_000).toArray(ClientFrame[]::new));
            client.sendClose(1000, "");
            client.socket().finish();

            for (int i = 0; i < 20_000; i++) {
                assertThat(recording.nextMessage().text()).isEqualTo("x");
            }
            assertThat(recording.closeReason().code()).isEqualTo(1000);
            assertThat(client.receiveClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void connection_resetAfterTheEndOfInput_isClosedAfterAPause() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.sendTogether(texts("one", "two"));
            client.socket().finish();
            listener.nextMessage();
            RawHttp.exchange(server.address(), "GET /");
            client.socket().reset();
            RawHttp.exchange(server.address(), "GET /");

            listener.resume();

            assertThat(listener.closeReason().code()).isEqualTo(1006);
            await().untilAsserted(() -> assertThat(heldFor(server)).isZero());
        }
    }

    private static long heldFor(TestServer server) {
        return server.transport().governor().budget(MemoryKind.MESSAGES).used();
    }

    private static ClientFrame[] texts(String... texts) {
        return Arrays.stream(texts).map(ClientFrame::text).toArray(ClientFrame[]::new);
    }
}
