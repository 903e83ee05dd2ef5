package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Writability for a peer that stops reading and continues. */
class WritabilityTest {
    private static final int PING = 0x9;
    private static final int MESSAGE_BYTES = 8 * 1024;

    @Test
    void connection_peerStopsReading_isNotWritableUntilItContinues() {
        var listener = new RecordingListener();
        try (var server = TestServer.of(listener);
                var client = RawWebSocket.open(RawSocket.connect(server.address(), 4096), "/")) {
            int sent = listener.fill(WritabilityTest::message);
            int before = listener.timesWritable();

            for (int i = 0; i < sent; i++) {
                assertThat(client.receiveBinary()).isEqualTo(message(i).bytes());
            }

            await().untilAsserted(() -> assertThat(listener.timesWritable()).isEqualTo(before + 1));
            assertThat(listener.onLoop(Connection::isWritable)).isTrue();
        }
    }

    @Test
    void pauseReading_clientSending_losesNothing() {
        var listener = new RecordingListener();
        try (var server = TestServer.of(listener);
                var client = server.open()) {
            client.send("before");
            assertThat(listener.nextMessage().text()).isEqualTo("before");
            listener.onLoop(connection -> {
                connection.pauseReading();
                return true;
            });
            for (int i = 0; i < 10; i++) {
                client.send("meanwhile " + i);
            }
            assertThat(listener.waitingMessages()).isEmpty();

            listener.onLoop(connection -> {
                connection.resumeReading();
                return true;
            });

            for (int i = 0; i < 10; i++) {
                assertThat(listener.nextMessage().text()).isEqualTo("meanwhile " + i);
            }
        }
    }

    @Test
    void pings_peerNotReading_areAnsweredByOnePong() {
        var listener = new RecordingListener();
        try (var server = TestServer.of(listener);
                var client = RawWebSocket.open(RawSocket.connect(server.address(), 4096), "/")) {
            int sent = listener.fill(WritabilityTest::message);
            for (int i = 1; i <= 100; i++) {
                client.send(ping("ping " + i));
            }
            client.send("behind");
            assertThat(listener.nextMessage().text()).isEqualTo("behind");

            for (int i = 0; i < sent; i++) {
                client.receiveBinary();
            }

            assertThat(client.receive().text()).isEqualTo("ping 100");
            client.send(ping("later"));
            assertThat(client.receive().text()).isEqualTo("later");
        }
    }

    private static ClientFrame ping(String text) {
        return ClientFrame.of(PING, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Payload message(int number) {
        var bytes = new byte[MESSAGE_BYTES];
        Arrays.fill(bytes, (byte) number);
        return Payload.binary(bytes);
    }
}
