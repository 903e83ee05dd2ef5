package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.Fanfare;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.testkit.client.UpgradeRefusedException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples as a newcomer meets them, over real sockets. */
class ExamplesTest {
    private final Fanfare app = Fanfare.create();
    private final InetSocketAddress address = app.listen("127.0.0.1", 0);

    ExamplesTest() {
        Examples.addTo(app, Examples.all());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void echo_sendsTextAndBinaryBack() {
        try (var client = RawWebSocket.open(address, "/echo")) {
            client.send("h\u00e9llo");
            client.send(new byte[] {0, (byte) 0xFF});
            client.send("");

            assertThat(client.receiveText()).isEqualTo("h\u00e9llo");
            assertThat(client.receiveBinary()).containsExactly(0, 0xFF);
            assertThat(client.receiveText()).isEmpty();
            assertThat(client.leave().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void broadcast_reachesAllClientsIncludingTheSender() {
        try (var seven = join(7);
                var eight = join(8);
                var nine = join(-9)) {
            seven.send("hi");

            assertThat(hear(seven)).isEqualTo("Client #7 says: hi");
            assertThat(hear(eight)).isEqualTo("Client #7 says: hi");
            assertThat(hear(nine)).isEqualTo("Client #7 says: hi");
            nine.send("bye");
            assertThat(hear(seven)).isEqualTo("Client #-9 says: bye");
        }
    }

    @Test
    void broadcast_closeFrame_announcesDisconnect() {
        assertDisconnectIsAnnounced(RawWebSocket::leave);
    }

    @Test
    void broadcast_fin_announcesDisconnect() {
        assertDisconnectIsAnnounced(leaving -> leaving.socket().finish());
    }

    @Test
    void broadcast_rst_announcesDisconnect() {
        assertDisconnectIsAnnounced(leaving -> leaving.socket().reset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "7.5", "99999999999"})
    void broadcast_idNotAnInteger_isRejected(String id) {
        assertThatThrownBy(() -> RawWebSocket.open(address, "/ws/" + id))
                .isInstanceOfSatisfying(
                        UpgradeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
    }

    @Test
    void pages_areServed() {
        assertThat(RawHttp.exchange(address, "GET /").text()).contains("href=\"/echo\"", "href=\"/broadcast\"");
        for (var example : Examples.all()) {
            var page = RawHttp.exchange(address, "GET /" + example.name());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("content-type")).startsWith("text/html");
        }
        assertThat(RawHttp.exchange(address, "GET /fanfare.css").header("content-type"))
                .startsWith("text/css");
        assertThat(RawHttp.exchange(address, "GET /fanfare.js").header("content-type"))
                .startsWith("text/javascript");
    }

    private void assertDisconnectIsAnnounced(Consumer<RawWebSocket> leave) {
        try (var leaving = join(7);
                var one = join(1);
                var two = join(2)) {
            leave.accept(leaving);

            assertThat(hear(one)).isEqualTo("Client #7 disconnected");
            assertThat(hear(two)).isEqualTo("Client #7 disconnected");
            one.send("still here");
            assertThat(hear(two)).isEqualTo("Client #1 says: still here");
        }
    }

    /** Joins and sends a message, which returns when the client is subscribed. */
    private RawWebSocket join(int id) {
        var client = RawWebSocket.open(address, "/ws/" + id);
        client.send("hello");
        while (!client.receiveText().equals("Client #" + id + " says: hello")) {}
        return client;
    }

    /** The next message, except those of clients that joined later. */
    private static String hear(RawWebSocket client) {
        var text = client.receiveText();
        return text.endsWith(" says: hello") ? hear(client) : text;
    }
}
