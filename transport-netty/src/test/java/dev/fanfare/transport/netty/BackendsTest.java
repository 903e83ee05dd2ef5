package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.transport.netty.loop.IoBackend;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
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

    /** The first client does not read before the second one has read everything. */
    @ParameterizedTest
    @EnumSource
    void sharedPart_unsentToOneClient_isSentToAnother(IoBackend backend) {
        var part = MessagePart.shared(new byte[4 << 20]);
        var slow = new RecordingListener();
        var fast = new RecordingListener();
        var listeners = new ArrayDeque<>(List.of(slow, fast));
        assumeTrue(backend.isAvailable(), () -> backend + " does not work on this machine");
        try (var server = TestServer.start(
                        TestServer.settings(backend, TestServer.PATIENT, TestServer.PATIENT),
                        exchange -> TestServer.upgrade(exchange, listeners.remove()));
                var first = RawWebSocket.open(RawSocket.connect(server.address(), 4096), "/");
                var second = server.open()) {
            slow.send(MessagePart.own(new byte[] {1}), part, MessagePart.own(new byte[] {2}));
            assertThat(slow.onLoop(Connection::isWritable)).isFalse();
            fast.send(part, MessagePart.own(new byte[] {3}));

            assertThat(second.receiveBinary()).hasSize(part.size() + 1).endsWith(0, 3);
            assertThat(first.receiveBinary())
                    .hasSize(part.size() + 2)
                    .startsWith(1, 0)
                    .endsWith(0, 2);
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
            listener.fill(i -> Payload.binary(new byte[64 * 1024]));
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
