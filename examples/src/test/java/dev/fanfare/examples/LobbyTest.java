package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.memory.MemoryTransport;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.NettyTransport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How an application is tested; docs/testing.md shows these regions. */
class LobbyTest {
    private static void addRoutes(Fanfare app) {
        var lobby = app.channel("lobby");
        app.websocket("/ws/{client_id}", ws -> {
            int id = ws.pathInt("client_id");
            ws.subscribe(lobby);
            for (String text : ws.textMessages()) {
                lobby.publish("Client #" + id + " says: " + text);
            }
            lobby.publish("Client #" + id + " disconnected");
        });
    }

    // region: first
    @Test
    void message_isPublishedToAllClients() {
        var memory = new MemoryTransport();
        try (var app = Fanfare.create(FanfareSettings.DEFAULTS, memory)) {
            addRoutes(app);
            app.listen(8000); // no port is opened

            var ann = memory.connect("/ws/1");
            var bob = memory.connect("/ws/2");
            ann.sendText("hi");

            assertThat(bob.receiveText()).isEqualTo("Client #1 says: hi");
        }
    }
    // endregion

    // region: switch
    @Test
    void disconnect_isPublished() {
        var transport =
                Boolean.getBoolean("sockets") ? new NettyTransport(NettySettings.DEFAULTS) : new MemoryTransport();
        try (var app = Fanfare.create(FanfareSettings.DEFAULTS, transport)) {
            addRoutes(app);
            var server = TestServer.of(transport, app.listen("127.0.0.1", 0));

            var ann = server.connect("/ws/1");
            ann.sendText("is anyone connected?"); // the reply proves that the client is subscribed
            assertThat(ann.receiveText()).isEqualTo("Client #1 says: is anyone connected?");
            var bob = server.connect("/ws/2");
            bob.sendText("hi");
            assertThat(ann.receiveText()).isEqualTo("Client #2 says: hi");
            bob.lose();

            assertThat(ann.receiveText()).isEqualTo("Client #2 disconnected");
            ann.receiveNothing();
        }
    }
    // endregion

    @Test
    void refusals_slowClientsAndTime() {
        var memory = new MemoryTransport();
        try (var app = Fanfare.create(FanfareSettings.DEFAULTS, memory)) {
            addRoutes(app);
            app.listen(8000);
            var lobby = app.channel("lobby");
            // region: more
            // A rejected handshake has a status, headers and a body.
            assertThatThrownBy(() -> memory.connect("/ws/ann"))
                    .isInstanceOfSatisfying(
                            HandshakeRefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(404));

            // A client that does not read is disconnected when its outbox is full.
            var slow = memory.connectStalled("/ws/3");
            for (int i = 0; i < 200; i++) {
                lobby.publish("x".repeat(10_000));
            }
            memory.advance(Duration.ZERO); // delivers messages in transit without advancing time
            slow.resume();
            assertThat(slow.closeReason().code()).isEqualTo(3008);

            // An unresponsive client: a ping after 25 s, closed 10 s later.
            var dead = memory.connect("/ws/4");
            dead.ignorePings();
            memory.advance(Duration.ofSeconds(35));
            assertThat(dead.closeReason().code()).isEqualTo(3012);
            // endregion
        }
    }
}
