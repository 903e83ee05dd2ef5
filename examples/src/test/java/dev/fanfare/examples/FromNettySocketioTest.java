package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.JsonSocketHandler;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Socket;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Equivalents of programs with netty-socketio; docs/from-netty-socketio.md shows these regions. */
class FromNettySocketioTest {
    private static final List<String> left = new CopyOnWriteArrayList<>();

    private final MemoryTransport memory = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, memory);

    @AfterEach
    void stop() {
        app.close();
    }

    /** Represents the application's own tokens. */
    private static final class Tokens {
        Optional<String> userOf(String token) {
            return token.equals("t-ann") ? Optional.of("ann") : Optional.empty();
        }
    }

    // region: handler
    sealed interface Event {}

    record Say(String text) implements Event {} // {"type": "say", "text": "..."}

    record Typing() implements Event {}

    static final class ChatHandler extends JsonSocketHandler<Event> {
        private final Channel room;
        private String id = "";

        ChatHandler(Channel room) {
            super(Event.class);
            this.room = room;
        }

        @Override
        public void connect(Socket socket) {
            socket.subscribe(room);
            id = socket.id();
        }

        @Override
        protected void receive(Socket socket, Event event) {
            switch (event) {
                case Say say -> room.publishJson(Map.of("said", say.text()));
                case Typing typing -> {
                    var notice = Publication.of(Payload.text("{\"typing\":true}"));
                    room.publish(notice.without(id), PublishOptions.NONE); // all except the sender
                }
            }
        }

        @Override
        public void disconnect(Socket socket, CloseReason reason) {
            left.add(id); // the socket has no id anymore
        }
    }
    // endregion

    // region: acknowledgement
    record Order(long id, String item) {}

    record Accepted(long id) {}
    // endregion

    private void addRooms() {
        // region: rooms
        var rooms = app.channels(
                "room:", ChannelOptions.history(50, Duration.ofHours(1)).presence());
        app.socketHandler("/rooms/{room}", request -> new ChatHandler(rooms.channel(request.path("room"))));
        // endregion
    }

    private void addOrders() {
        var orders = app.channel("orders");
        // region: orders
        app.websocket("/orders", ws -> {
            var received = ws.jsonMessages(Order.class, malformed -> ws.sendJson(Map.of("error", malformed.problem())));
            for (Order order : received) {
                orders.publishJson(order);
                ws.sendJson(new Accepted(order.id())); // sent after the engine has accepted the publication
            }
        });
        // endregion
    }

    private void addAuthentication() {
        var tokens = new Tokens();
        // region: authentication
        app.use(Authentication.by(request ->
                        request.query("token").flatMap(tokens::userOf).map(Principal::of))
                .require());
        // endregion
    }

    @Test
    void events_reachTheRoom_withoutTheirSenderIfExcluded() {
        addRooms();
        app.listen(8000);
        var ann = memory.connect("/rooms/tea");
        var bob = memory.connect("/rooms/tea");

        ann.sendJson(Map.of("type", "typing"));
        ann.sendJson(Map.of("type", "say", "text", "hello"));

        assertThat(bob.receiveText()).isEqualTo("{\"typing\":true}");
        assertThat(bob.receiveText()).isEqualTo("{\"said\":\"hello\"}");
        assertThat(ann.receiveText()).isEqualTo("{\"said\":\"hello\"}");
        assertThat(app.channel("room:tea").members()).hasSize(2);
        int before = left.size();
        bob.close();
        await().untilAsserted(() -> assertThat(left).hasSize(before + 1));
    }

    @Test
    void order_isAcknowledgedByItsId() {
        addOrders();
        app.listen(8000);
        var ann = memory.connect("/orders");

        ann.sendText("{\"item\":\"tea\"}");
        ann.sendJson(new Order(7, "tea"));

        assertThat(ann.receiveText()).startsWith("{\"error\":");
        assertThat(ann.receiveText()).isEqualTo("{\"id\":7}");
    }

    @Test
    void client_withoutToken_isRefused() {
        addAuthentication();
        addRooms();
        app.listen(8000);

        memory.connect("/rooms/tea?token=t-ann").close();
        assertThatThrownBy(() -> memory.connect("/rooms/tea"))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }
}
