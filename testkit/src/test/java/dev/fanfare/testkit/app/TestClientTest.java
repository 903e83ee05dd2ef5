package dev.fanfare.testkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The failure messages of a test client. */
class TestClientTest {
    /** A value in JSON. */
    record Point(int x, int y) {}

    /** Records the calls. */
    private static final class RecordingWire implements ClientWire {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void send(List<Payload> messages, Duration timeout) {
            messages.forEach(message -> calls.add(message.text()));
        }

        @Override
        public void close(CloseReason reason) {
            calls.add("close " + reason.code());
        }

        @Override
        public void lose() {
            calls.add("lose");
        }

        @Override
        public void stall() {
            calls.add("stall");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public void ignorePings() {
            calls.add("ignore pings");
        }

        @Override
        public void settle() {
            calls.add("settle");
        }
    }

    private final RecordingWire wire = new RecordingWire();
    private final ClientInbox inbox = new ClientInbox();
    private final TestClient client = new TestClient(wire, inbox).timeout(Duration.ofMillis(1));

    @Test
    void receive_nothingArrives_isDescribed() {
        inbox.onAnswer(new TestResponse(101, Headers.empty(), new byte[0]));

        assertFails(client::receiveText, "expected a text message, got nothing within PT0.001S", "open");
        assertFails(client::closeReason, "expected the connection's end, got nothing");
    }

    @Test
    void accepted_notAnswered_isDescribed() {
        assertFails(client::accepted, "expected a response to the handshake", "the handshake is not answered");
    }

    @Test
    void receive_otherKind_isDescribed() {
        inbox.onMessage(Payload.binary(new byte[3]));
        inbox.onMessage(Payload.text("hi"));

        assertFails(client::receiveText, "expected a text message, got 3 binary bytes");
        assertFails(client::receiveBytes, "expected a binary message, got the text 'hi'");
    }

    @Test
    void receive_connectionEnds_isDescribed() {
        inbox.onMessage(Payload.text("hi"));
        inbox.onEnd(new CloseReason(1011, "handler failed"));

        assertFails(client::receiveNothing, "expected nothing, got 1 queued, first the text 'hi'; the connection was");
        assertThat(client.receiveText()).isEqualTo("hi");
        assertFails(client::receiveText, "got the end: the connection was closed with 1011 'handler failed'");
    }

    @Test
    void receiveClose_messageFirst_isDescribed() {
        inbox.onMessage(Payload.text("hi"));
        inbox.onEnd(CloseReason.lost());

        assertThat(client.closeReason()).isEqualTo(CloseReason.lost());
        assertFails(client::receiveClose, "expected the connection's end, got the text 'hi'");
        assertThat(client.receiveClose()).isEqualTo(CloseReason.lost());
    }

    @Test
    void json_roundTrip_keepsTheValue() {
        inbox.onMessage(Payload.text("{\"x\":1,\"y\":2}"));
        inbox.onMessage(Payload.text("{\"x\":1,\"y\":2}"));
        inbox.onMessage(Payload.text("{"));
        client.sendJson(new Point(3, 4));
        client.sendJson(Map.of("a", List.of(1)));

        assertThat(client.receiveJson(Point.class)).isEqualTo(new Point(1, 2));
        assertThat(client.receiveJson().get("y").asInt()).isEqualTo(2);
        assertFails(client::receiveJson, "expected JSON", "got '{'");
        assertThat(wire.calls).containsExactly("{\"x\":3,\"y\":4}", "{\"a\":[1]}");
    }

    @Test
    void close_notAnswered_breaksTheConnection() {
        client.close();

        assertThat(wire.calls).containsExactly("close 1000", "resume", "lose");
    }

    @Test
    void advance_overSocket_isRejected() {
        var server = new SocketServer(new InetSocketAddress(1));

        assertThatThrownBy(() -> server.advance(Duration.ofSeconds(1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PT1S");
    }

    private static void assertFails(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(AssertionError.class).hasMessageContainingAll(parts);
    }
}
