package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.transport.netty.accept.ConnectionLimits;
import org.junit.jupiter.api.Test;

/** Connection limits over real sockets. */
class ConnectionLimitsTest {
    @Test
    void connection_overTheTotalLimit_isClosed() {
        assertLimited(new ConnectionLimits(2, 0));
    }

    @Test
    void connection_overTheLimitPerAddress_isClosed() {
        assertLimited(new ConnectionLimits(0, 2));
    }

    private static void assertLimited(ConnectionLimits limits) {
        var listener = new EchoListener();
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                                .withConnections(limits),
                        TestServer.upgradingTo(listener));
                var first = server.open();
                var second = server.connect()) {
            second.send(RawHttp.request("GET /second"));
            assertThat(second.read().text()).isEqualTo("/second");
            try (var third = server.connect()) {
                third.socket().awaitEnd();
            }
            assertThat(server.transport().connections().open()).isEqualTo(2);
            var counts = server.transport().connections();
            assertThat(counts.refused() + counts.refusedOfAddress()).isEqualTo(1);

            second.socket().finish();

            await().untilAsserted(() ->
                    assertThat(server.transport().connections().open()).isEqualTo(1));
            assertThat(RawHttp.exchange(server.address(), "GET /next").text()).isEqualTo("/next");
            first.send("still here");
            assertThat(first.receiveText()).isEqualTo("still here");
        }
    }
}
