package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.Channel;
import dev.fanfare.app.EventHandlers;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.JsonSocketHandler;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.Socket;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.CookieSessions;
import dev.fanfare.app.security.Login;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Python programs have, in our terms; docs/from-python.md shows these regions. */
class FromPythonTest {
    private final MemoryTransport memory = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, memory);

    @AfterEach
    void stop() {
        app.close();
    }

    private void addEcho() {
        // region: echo
        app.websocket("/ws", ws -> {
            for (String text : ws.textMessages()) {
                ws.send("You wrote: " + text);
            }
        });
        // endregion
    }

    private void addManager() {
        // region: manager
        var everyone = app.channel("everyone");
        app.websocket("/ws/{client_id}", ws -> {
            int id = ws.pathInt("client_id");
            ws.subscribe(everyone);
            for (String text : ws.textMessages()) {
                ws.send("You wrote: " + text);
                everyone.publish("Client #" + id + " says: " + text);
            }
            everyone.publish("Client #" + id + " left the chat");
        });
        // endregion
    }

    private void addItems() {
        // region: parameters
        app.websocket("/items/{item_id}/ws", ws -> {
            var key = ws.cookie("session").or(() -> ws.query("token"));
            if (key.isEmpty()) {
                throw new RequestRefusedException(401, "a session cookie or a token is needed");
            }
            int page = ws.queryInt("page").orElse(1); // not a number: refused with 400
            ws.send("Item " + ws.path("item_id") + ", page " + page);
        });
        // endregion
    }

    private void addRouting() {
        var key = new byte[32];
        // region: routing
        app.route("/ws/chat", chat -> {
            chat.use(CookieSessions.signedBy(key));
            chat.use(Authentication.by(Login.authenticator()).optional());
            chat.socketHandler(
                    "/{room_name}/", request -> new ChatHandler(app.channel("chat:" + request.path("room_name"))));
        });
        // endregion
    }

    // region: handler
    record ChatMessage(String message) {}

    static final class ChatHandler extends JsonSocketHandler<ChatMessage> {
        private final Channel group;

        ChatHandler(Channel group) {
            super(ChatMessage.class);
            this.group = group;
        }

        @Override
        public void connect(Socket socket) {
            socket.subscribe(group);
        }

        @Override
        protected void receive(Socket socket, ChatMessage message) {
            group.publishJson(message);
        }
    }
    // endregion

    // region: events
    record Kick(String user) {}

    static final class GameHandler extends JsonSocketHandler<ChatMessage> {
        private static final EventHandlers<GameHandler> EVENTS =
                EventHandlers.of(GameHandler.class).on(Kick.class, GameHandler::onKick);

        private final Channel game;

        GameHandler(Channel game) {
            super(ChatMessage.class);
            this.game = game;
        }

        @Override
        public void connect(Socket socket) {
            socket.accept();
            join(game);
        }

        @Override
        protected EventHandlers<GameHandler> events() {
            return EVENTS;
        }

        private void onKick(Socket socket, Kick kick) {
            if (socket.query("user").filter(kick.user()::equals).isPresent()) {
                socket.close(4001, "the host has removed you");
            }
        }

        @Override
        protected void receive(Socket socket, ChatMessage message) {
            game.publishJson(message);
        }
    }
    // endregion

    record Resize(String picture) {}

    private void addWorker(List<String> done) {
        // region: worker
        app.channel("thumbnails").eventListener().on(Resize.class, resize -> {
            done.add(resize.picture()); // blocking work, one event at a time
        });
        // endregion
    }

    @Test
    void worker_handlesEventsWithoutAClient() {
        List<String> done = new CopyOnWriteArrayList<>();
        addWorker(done);

        app.channel("thumbnails").publishEvent(new Resize("a.png"));

        await().until(() -> done.equals(List.of("a.png")));
    }

    // region: testing
    @Test
    void chatMessage_reachesTheRoom() {
        addRouting();
        app.listen(8000);
        var communicator = memory.connect("/ws/chat/lobby/");

        communicator.sendJson(new ChatMessage("hello"));

        assertThat(communicator.receiveText()).isEqualTo("{\"message\":\"hello\"}");
        communicator.receiveNothing();
        communicator.close(1000, "");
    }
    // endregion

    @Test
    void echo_answersItsSender() {
        addEcho();
        app.listen(8000);
        var client = memory.connect("/ws");

        client.sendText("hi");

        assertThat(client.receiveText()).isEqualTo("You wrote: hi");
    }

    @Test
    void manager_broadcastsToAllClients() {
        addManager();
        app.listen(8000);
        var one = memory.connect("/ws/1");
        var two = memory.connect("/ws/2");

        one.sendText("hi");

        assertThat(two.receiveText()).isEqualTo("Client #1 says: hi");
        one.close(1000, "");
        assertThat(two.receiveText()).isEqualTo("Client #1 left the chat");
    }

    @Test
    void parameters_decideBeforeTheUpgrade() {
        addItems();
        app.listen(8000);

        assertThat(memory.connect("/items/tea/ws?token=t&page=2").receiveText()).isEqualTo("Item tea, page 2");
        assertThatThrownBy(() -> memory.connect("/items/tea/ws?token=t&page=two"))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
        assertThatThrownBy(() -> memory.connect("/items/tea/ws"))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    @Test
    void outside_publishesFromAnyThread() throws InterruptedException {
        addRouting();
        app.listen(8000);
        var client = memory.connect("/ws/chat/lobby/");

        var job = Thread.ofPlatform().start(() -> {
            // region: outside
            app.channel("chat:lobby").publishJson(new ChatMessage("from a job"));
            // endregion
        });
        job.join();

        assertThat(client.receiveText()).isEqualTo("{\"message\":\"from a job\"}");
    }

    @Test
    void events_reachTheirHandlers() {
        var game = app.channel("game");
        app.socketHandler("/game", () -> new GameHandler(game));
        app.listen(8000);
        var ann = memory.connect("/game?user=ann");
        var bob = memory.connect("/game?user=bob");

        game.publishEvent(new Kick("ann"));

        assertThat(ann.closeReason().reason()).isEqualTo("the host has removed you");
        bob.receiveNothing();
    }
}
