package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reader that stalls and continues: the buffers in front of the outbox hold little that is out of date. */
class CurrentAfterStallTest {
    private static final int MESSAGES = 8_000;
    private static final int MESSAGE_BYTES = 1_000;
    private static final int MAX_BYTES_UNTIL_CURRENT = 256 * 1024;

    @ParameterizedTest
    @EnumSource
    void conflatedChannel_readerContinues_isSoonCurrent(IoBackend backend) {
        assertSoonCurrent(backend, SlowClientPolicy.conflate());
    }

    private static void assertSoonCurrent(IoBackend backend, SlowClientPolicy policy) {
        assumeTrue(backend.isAvailable(), () -> backend + " does not work on this machine");
        var transport = new NettySettings(backend, 1, HttpSettings.DEFAULTS, WebSocketSettings.DEFAULTS);
        var settings = new FanfareSettings(transport, NodeSettings.DEFAULTS, Set.of(), Metrics.NONE);
        try (var app = Fanfare.create(settings)) {
            var prices = app.channel("prices", ChannelOptions.defaults().slowClients(policy));
            app.websocket("/", socket -> {
                socket.subscribe(prices);
                socket.send("ready");
                socket.messages().forEach(message -> {});
            });
            var address = app.listen(InetAddress.getLoopbackAddress().getHostAddress(), 0);
            try (var client = RawWebSocket.open(RawSocket.connect(address, 4096), "/");
                    var reading = RawWebSocket.open(address, "/")) {
                assertThat(client.receiveText()).isEqualTo("ready");
                assertThat(reading.receiveText()).isEqualTo("ready");
                for (int i = 0; i < MESSAGES; i++) {
                    prices.publish(message(i));
                }
                // Both clients have one event loop, which has then delivered everything.
                bytesUntil(message(MESSAGES - 1), reading);

                assertThat(bytesUntil(message(MESSAGES - 1), client)).isLessThanOrEqualTo(MAX_BYTES_UNTIL_CURRENT);
            }
        }
    }

    private static int bytesUntil(String last, RawWebSocket client) {
        int bytes = 0;
        String text;
        do {
            text = client.receiveText();
            bytes += text.length();
        } while (!text.equals(last));
        return bytes;
    }

    private static String message(int number) {
        return ("%0" + MESSAGE_BYTES + "d").formatted(number);
    }
}
