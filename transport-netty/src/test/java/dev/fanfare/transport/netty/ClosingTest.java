package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawSocket.End;
import dev.fanfare.testkit.client.RawWebSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a WebSocket, from either side, with and without a closing handshake (RFC 6455, 7). */
class ClosingTest {
    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1011, 3000, 4999})
    void clientClose_isAnsweredWithSameCode(int code) {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.sendClose(code, "bye");

            var answer = client.receiveClose();
            assertThat(answer.closeCode()).isEqualTo(code);
            assertThat(client.socket().awaitEnd()).isEqualTo(End.FINISHED);
            assertThat(listener.closeReason()).isEqualTo(new CloseReason(code, "bye"));
        }
    }

    @Test
    void clientClose_withoutCode_isAnsweredWithoutCode() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.send(ClientFrame.of(ClientFrame.CLOSE, new byte[0]));

            assertThat(client.receiveClose().payload()).isEmpty();
            assertThat(listener.closeReason().code()).isEqualTo(CloseReason.NO_STATUS);
        }
    }

    @Test
    void clientClose_betweenFragments_isAnsweredWithSameCode() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.sendTogether(ClientFrame.text("half").notFinal(), ClientFrame.close(1001, "leaving"));

            assertThat(client.receiveClose().closeCode()).isEqualTo(1001);
            assertThat(listener.closeReason()).isEqualTo(new CloseReason(1001, "leaving"));
            assertThat(listener.waitingMessages()).isEmpty();
        }
    }

    @Test
    void clientViolation_duringClose_getsNoSecondCloseFrame() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            listener.close(4001, "");
            client.send(ClientFrame.text("x").unmasked());

            assertThat(client.receiveClose().closeCode()).isEqualTo(4001);
            assertThat(client.socket().readToEnd()).isEmpty();
            assertThat(listener.closeReason().code()).isEqualTo(1002);
            client.socket().finish();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void clientClose_furtherInput_isIgnored() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.sendTogether(ClientFrame.text("before"), ClientFrame.close(1000, ""), ClientFrame.text("after"));

            assertThat(listener.nextMessage().text()).isEqualTo("before");
            assertThat(listener.closeReason().code()).isEqualTo(1000);
            assertThat(listener.waitingMessages()).isEmpty();
        }
    }

    @Test
    void serverClose_sendsCodeAndEndsAfterReply() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            listener.close(4001, "enough");
            listener.close(4002, "the first reason counts");

            var close = client.closeBack();
            assertThat(close.closeCode()).isEqualTo(4001);
            assertThat(close.closeReason()).isEqualTo("enough");
            assertThat(listener.closeReason().code()).isEqualTo(4001);
        }
    }

    @Test
    void serverClose_sendsNothingMore() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            listener.close(1000, "");
            listener.send(Payload.text("too late"));

            assertThat(client.closeBack().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void serverClose_readingPaused_resumesReading() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            listener.onLoop(connection -> {
                connection.pauseReading();
                return true;
            });
            listener.close(1000, "");

            client.closeBack();
            assertThat(listener.closeReason().code()).isEqualTo(1000);
        }
    }

    @Test
    void bothClose_simultaneously_endInOrder() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            listener.close(4001, "");
            client.sendClose(4002, "");

            assertThat(client.receiveClose().closeCode()).isEqualTo(4001);
            assertThat(client.socket().awaitEnd()).isEqualTo(End.FINISHED);
            listener.closeReason();
        }
    }

    @Test
    void serverClose_noReply_closesConnectionAfterTimeout() {
        try (var server = impatient();
                var client = server.open()) {
            listener.close(1000, "");

            assertThat(client.receiveClose().closeCode()).isEqualTo(1000);
            client.socket().awaitEnd();
            listener.closeReason();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void serverClose_clientNotReading_closesConnectionAfterTimeout() {
        try (var server = impatient();
                var client = RawWebSocket.open(RawSocket.connect(server.address(), 4096), "/")) {
            fill();
            listener.close(1000, "");

            assertThat(listener.closeReason().code()).isEqualTo(CloseReason.ABNORMAL);
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
            client.socket().awaitEnd();
        }
    }

    @Test
    void clientViolation_clientStays_closesConnectionAfterTimeout() {
        try (var server = impatient();
                var client = server.open()) {
            client.send(ClientFrame.of(3, new byte[0]));

            assertThat(client.receiveClose().closeCode()).isEqualTo(1002);
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
            assertThat(listener.closeReason().code()).isEqualTo(1002);
        }
    }

    @Test
    void client_disconnectsByFin_isLostOnce() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.send("last words");
            client.socket().finish();

            assertThat(listener.nextMessage().text()).isEqualTo("last words");
            assertThat(listener.closeReason().code()).isEqualTo(CloseReason.ABNORMAL);
            assertThat(client.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void client_disconnectsByRst_isLostOnce() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            listener.connection();
            client.socket().reset();

            assertThat(listener.closeReason().code()).isEqualTo(CloseReason.ABNORMAL);
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void client_disconnectsWithinMessage_isLostWithoutThatMessage() {
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.send(ClientFrame.text("half").announcing(8));
            client.socket().finish();

            assertThat(listener.closeReason().code()).isEqualTo(CloseReason.ABNORMAL);
            assertThat(listener.waitingMessages()).isEmpty();
        }
    }

    private TestServer impatient() {
        return TestServer.start(
                TestServer.settings(TestServer.PATIENT, Duration.ofMillis(200)), TestServer.upgradingTo(listener));
    }

    private void fill() {
        listener.fill(i -> Payload.binary(new byte[64 * 1024]));
    }
}
