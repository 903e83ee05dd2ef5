package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.transport.netty.accept.ConnectionLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

    @Test
    void unauthenticatedConnections_overTheirLimit_areClosed() {
        var listener = new RecordingListener() {
            @Override
            protected void admit(Connection opened) {}
        };
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                                .withConnections(new ConnectionLimits(0, 0, 1)),
                        TestServer.upgradingTo(listener));
                var first = server.open()) {
            try (var second = server.connect()) {
                second.socket().awaitEnd();
            }
            listener.onLoop(connection -> {
                connection.admit();
                return true;
            });

            assertThat(RawHttp.exchange(server.address(), "GET /next").text()).isEqualTo("/next");
            assertThat(server.transport().connections().refusedUnauthenticated())
                    .isEqualTo(1);
            first.leave();
        }
    }

    @Test
    void internalAddress_isReachableAtTheLimitOfClients() {
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                                .withConnections(new ConnectionLimits(1, 1, 1)),
                        exchange -> exchange.respond(HttpResponse.text(200, "public")));
                var idle = server.connect()) {
            var internal = server.transport()
                    .listenInternal(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            exchange -> exchange.respond(HttpResponse.text(200, "internal")));
            try (var refused = server.connect()) {
                refused.socket().awaitEnd();
            }

            assertThat(RawHttp.exchange(internal, "GET /").text()).isEqualTo("internal");
            assertThat(server.transport().fault()).isEmpty();
            idle.send(RawHttp.request("GET /"));
            assertThat(idle.read().text()).isEqualTo("public");
        }
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
