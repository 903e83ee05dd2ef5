package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.transport.netty.loop.IoBackend;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Basic tests on every I/O backend that is available on this machine. */
class BackendsTest {
    @ParameterizedTest
    @EnumSource
    void requestsAndMessages_areAnswered(IoBackend backend) {
        try (var server = start(backend, new EchoListener());
                var client = server.open()) {
            assertThat(RawHttp.exchange(server.address(), "GET /path").text()).isEqualTo("/path");
            client.send("text");
            client.send(new byte[70_000]);

            assertThat(client.receiveText()).isEqualTo("text");
            assertThat(client.receiveBinary()).hasSize(70_000);
            assertThat(client.leave().closeCode()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_thatIsGoneByRstOrFin_isLost(IoBackend backend) {
        var reset = new RecordingListener();
        var finished = new RecordingListener();
        try (var first = start(backend, reset);
                var second = start(backend, finished);
                var resetting = first.open();
                var finishing = second.open()) {
            reset.connection();
            resetting.socket().reset();
            finishing.socket().finish();

            assertThat(reset.closeReason().code()).isEqualTo(CloseReason.ABNORMAL);
            assertThat(finished.closeReason().code()).isEqualTo(CloseReason.ABNORMAL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_thatDoesNotRead_isNotWritableAndCutOffInTime(IoBackend backend) {
        var listener = new RecordingListener();
        try (var server = start(backend, listener);
                var client = RawWebSocket.open(RawSocket.connect(server.address(), 4096), "/")) {
            while (listener.onLoop(Connection::isWritable)) {
                listener.send(Payload.binary(new byte[64 * 1024]));
            }
            listener.close(1000, "");

            listener.closeReason();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
            client.socket().awaitEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_violatingTheProtocol_receivesCloseFrame(IoBackend backend) {
        try (var server = start(backend, new RecordingListener());
                var client = server.open()) {
            client.socket().send(new byte[100_000]);

            assertThat(client.receiveClose().closeCode()).isEqualTo(1002);
        }
    }

    /** Repeated, because the shutdown depends on the step in which it finds the loop. */
    @ParameterizedTest
    @EnumSource
    void transport_thatCloses_endsItsConnections(IoBackend backend) {
        for (int i = 0; i < 10; i++) {
            closeWithAConnection(backend);
        }
    }

    private static void closeWithAConnection(IoBackend backend) {
        var listener = new RecordingListener();
        try (var server = start(backend, listener);
                var client = server.open()) {
            listener.connection();
            server.transport().close();

            client.awaitEndWithoutClose();
            assertThat(listener.isClosed()).isTrue();
        }
    }

    private static TestServer start(IoBackend backend, RecordingListener listener) {
        assumeTrue(backend.isAvailable(), () -> backend + " does not work on this machine");
        return TestServer.start(
                TestServer.settings(backend, TestServer.PATIENT, Duration.ofMillis(500)),
                TestServer.upgradingTo(listener));
    }
}
