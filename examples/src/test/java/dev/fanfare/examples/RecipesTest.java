package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.Channel;
import dev.fanfare.app.EventHandlers;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.JsonResponse;
import dev.fanfare.app.JsonSocketHandler;
import dev.fanfare.app.Principal;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.Socket;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.CookieSessions;
import dev.fanfare.app.security.Cors;
import dev.fanfare.app.security.Login;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.Activity.Disconnected;
import dev.fanfare.model.monitoring.Activity.Occupied;
import dev.fanfare.model.monitoring.Activity.Unsubscribed;
import dev.fanfare.model.monitoring.Activity.Vacated;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What applications often do; docs/recipes.md shows these regions. */
class RecipesTest {
    private final MemoryTransport memory = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, memory);

    @AfterEach
    void stop() {
        app.close();
    }

    /** Represents the application's own users. */
    private static final class Users {
        Optional<String> find(String name, String password) {
            return password.equals("secret") ? Optional.of(name) : Optional.empty();
        }
    }

    private void addLogin() {
        var users = new Users();
        var key = new byte[32];
        // region: login
        app.use(CookieSessions.signedBy(key)); // 32 random bytes, the same on every node
        app.use(Authentication.by(Login.authenticator()).optional());

        app.post("/login", request -> {
            var user = users.find(
                    request.form("name").orElse(""), request.form("password").orElse(""));
            if (user.isEmpty()) {
                throw new RequestRefusedException(401, "wrong name or password");
            }
            Login.login(request, Principal.of(user.get()));
            return HttpResponse.text(200, "welcome");
        });
        app.post("/logout", request -> {
            request.principal().ifPresent(principal -> app.disconnectUser(principal.user(), 4401, "signed out"));
            Login.logout(request);
            return HttpResponse.text(200, "goodbye");
        });

        app.websocket("/ws", ws -> {
            var user = ws.principal().orElseThrow(() -> new RequestRefusedException(401, "sign in first"));
            ws.send("hello, " + user.name());
            ws.awaitClose();
        });
        // endregion
    }

    private void addRooms() {
        // region: rooms
        var rooms = app.channels(
                "room:", ChannelOptions.history(50, Duration.ofHours(1)).presence());

        app.websocket(
                "/rooms/{room:[\\w-]{1,50}}",
                ws -> { // anything else is 404
                    var room = rooms.channel(ws.path("room"));
                    ws.subscribeWithHistory(room, 20); // the latest 20, then live ones, without gaps or repeats
                    for (String text : ws.textMessages()) {
                        room.publish(text);
                    }
                });
        app.get("/rooms/{room:[\\w-]{1,50}}/members", request -> {
            var members = rooms.channel(request.path("room")).members();
            return JsonResponse.of(
                    members.values().stream().map(ClientInfo::user).toList());
        });
        // endregion
    }

    private void addMembers() {
        // region: members
        record Member(String client, String user) {}
        record Members(List<Member> members) {}
        record Joined(Member joined) {}
        record Left(String left) {}

        var lounge = app.channel("lounge", ChannelOptions.defaults().presence());
        app.websocket("/lounge", ws -> {
            var self = new Member(ws.id(), ws.principal().map(Principal::user).orElse(""));
            ws.subscribeJson(
                    lounge, // first the list, including this member, then every change
                    () -> new Members(lounge.members().values().stream()
                            .map(info -> new Member(info.client(), info.user()))
                            .toList()));
            lounge.publishJson(new Joined(self));
            try {
                ws.awaitClose();
            } finally {
                lounge.publishJson(new Left(self.client()));
            }
        });
        // endregion
    }

    private void addCursors() {
        // region: cursors
        var cursors = app.channel("cursors");
        app.websocket("/cursors", ws -> {
            ws.subscribe(cursors);
            for (String position : ws.textMessages()) {
                cursors.publish(Publication.of(Payload.text(position)).without(ws.id()), PublishOptions.NONE);
            }
        });
        // endregion
    }

    private void addBoard() {
        // region: board
        record Cell(int x, int y, String color) {}
        record Board(List<Cell> cells) {}

        var lastOnly = ChannelOptions.history(1, Duration.ofDays(7));
        var board = app.channel("board", lastOnly);
        app.websocket("/board", ws -> {
            ws.subscribeWithHistory(board, 1); // the current board, if any, and every later one
            ws.awaitClose();
        });
        board.publishJson(new Board(List.of(new Cell(1, 2, "red")))); // always the complete state
        // endregion
    }

    private void addErrors() {
        // region: errors
        record Move(int x, int y) {}

        app.websocket("/game", ws -> {
            // Without the second argument, a mismatch closes with 1007 and the problem as the reason.
            for (var move :
                    ws.jsonMessages(Move.class, malformed -> ws.sendJson(Map.of("error", malformed.problem())))) {
                ws.sendJson(Map.of("moved", move));
            }
        });
        // endregion
    }

    // region: kinds
    sealed interface Command {}

    record Ask(String question) implements Command {} // {"type": "ask", "question": "..."}

    record Answer(int question, int choice) implements Command {
        Answer {
            if (choice < 1 || choice > 4) {
                throw new IllegalArgumentException(
                        "choice must be between 1 and 4, got " + choice); // the client receives this message
            }
        }
    }

    static final class Player extends JsonSocketHandler<Command> {
        Player() {
            super(Command.class);
        }

        @Override
        protected void receive(Socket socket, Command command) {
            switch (command) {
                case Ask ask -> socket.send("asked: " + ask.question());
                case Answer answer -> socket.send("chosen: " + answer.choice());
            }
        }
    }
    // endregion

    private void addKick() {
        // region: kick
        app.post("/kick", request -> {
            app.disconnectUser(
                    request.form("user").orElse(""), 4001, "the host has removed you"); // all connections of the user
            request.form("client")
                    .ifPresent(id -> app.disconnect(id, 4001, "removed")); // one connection, by its ws.id()
            request.form("room")
                    .ifPresent(room -> app.channel("room:" + room) // all members of a room with presence
                            .members()
                            .keySet()
                            .forEach(id -> app.disconnect(id, 4001, "the room is closed")));
            return HttpResponse.text(200, "");
        });
        // endregion
    }

    record ChatMessage(String author, String text) {}

    private void addRendering() {
        // region: render
        var room = app.channel("room")
                .render(ChatMessage.class, message -> Payload.text(message.author() + ": " + message.text()));
        app.websocket("/room", ws -> {
            ws.subscribe(room);
            for (String text : ws.textMessages()) {
                room.publishEvent(new ChatMessage("guest", text)); // rendered once for all subscribers
            }
        });
        room.eventListener().on(ChatMessage.class, message -> notice(message.text())); // a listener without a client
        // endregion
    }

    private final List<String> noticed = new CopyOnWriteArrayList<>();

    private void notice(String what) {
        noticed.add(what);
    }

    // region: handler
    static final class Speaker extends SocketHandler {
        private static final EventHandlers<Speaker> EVENTS =
                EventHandlers.of(Speaker.class).on(ChatMessage.class, Speaker::onMessage);

        private final Channel room;

        Speaker(Channel room) {
            this.room = room;
        }

        @Override
        public void connect(Socket socket) {
            join(room); // events for this code; socket.subscribe(room) sends messages to the client
            socket.accept();
        }

        private void onMessage(Socket socket, ChatMessage message) {
            boolean own = socket.query("name").filter(message.author()::equals).isPresent();
            socket.send((own ? "you" : message.author()) + ": " + message.text()); // differs from client to client
        }

        @Override
        protected EventHandlers<Speaker> events() {
            return EVENTS;
        }
    }
    // endregion

    private void addCors() {
        // region: cors
        app.route("/api", api -> {
            api.use(Cors.allow("https://app.example").withCredentials());
            api.get("/time", request -> HttpResponse.text(200, "now"));
        });
        // endregion
    }

    @Test
    void login_byHttp_authenticatesTheWebSocket_untilLogout() {
        addLogin();
        app.listen(8000);

        assertThat(memory.postForm("/login", Map.of("name", "ann", "password", "guess"))
                        .status())
                .isEqualTo(401);
        var cookies = memory.postForm("/login", Map.of("name", "ann", "password", "secret"))
                .cookies();
        var ann = memory.connect("/ws", cookies);

        assertThat(ann.receiveText()).isEqualTo("hello, ann");
        assertThatThrownBy(() -> memory.connect("/ws"))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
        memory.post("/logout", "", cookies);
        assertThat(ann.closeReason().code()).isEqualTo(4401);
    }

    @Test
    void rooms_haveAHistoryAndMembers() {
        addRooms();
        app.listen(8000);
        var ann = memory.connect("/rooms/tea");
        ann.sendText("one");
        assertThat(ann.receiveText()).isEqualTo("one");

        assertThat(memory.connect("/rooms/tea").receiveText()).isEqualTo("one");
        assertThat(memory.get("/rooms/tea/members").text()).isEqualTo("[\"\",\"\"]");
        assertThatThrownBy(() -> memory.connect("/rooms/tea%0a"))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
    }

    @Test
    void members_comeAsAListFirst_andThenAsChanges() {
        app.use(Authentication.by(request -> request.query("user").map(Principal::of))
                .optional());
        addMembers();
        app.listen(8000);
        var ann = memory.connect("/lounge?user=ann");

        assertThat(ann.receiveText()).startsWith("{\"members\":[{").contains("\"user\":\"ann\"");
        assertThat(ann.receiveText()).startsWith("{\"joined\":{").contains("\"user\":\"ann\"");
        var bob = memory.connect("/lounge?user=bob");
        assertThat(bob.receiveText()).startsWith("{\"members\":[{").contains("\"user\":\"ann\"", "\"user\":\"bob\"");
        assertThat(ann.receiveText()).startsWith("{\"joined\":{").contains("\"user\":\"bob\"");
        bob.close();
        assertThat(ann.receiveText()).startsWith("{\"left\":\"");
        assertThat(app.channel("lounge").members().values())
                .extracting(ClientInfo::user)
                .containsExactly("ann");
    }

    @Test
    void cursors_areThoseOfOthers() {
        addCursors();
        app.listen(8000);
        var ann = memory.connect("/cursors");
        var bob = memory.connect("/cursors").timeout(Duration.ofMillis(200));

        await().untilAsserted(
                        () -> { // bob may have subscribed after the first message of ann
                            ann.sendText("1,2");
                            assertThat(bob.receiveText()).isEqualTo("1,2");
                        });
        bob.sendText("3,4");
        assertThat(ann.receiveText()).isEqualTo("3,4");
    }

    @Test
    void board_currentState_isSentFirst() {
        addBoard();
        app.listen(8000);

        assertThat(memory.connect("/board").receiveText())
                .isEqualTo("{\"cells\":[{\"x\":1,\"y\":2,\"color\":\"red\"}]}");
    }

    @Test
    void errors_areSent_connectionStaysOpen() {
        addErrors();
        app.listen(8000);
        var client = memory.connect("/game");

        client.sendText("{\"x\":1}");
        assertThat(client.receiveText()).isEqualTo("{\"error\":\"'y' is missing\"}");
        client.sendText("{\"x\":1,\"y\":2}");
        assertThat(client.receiveText()).isEqualTo("{\"moved\":{\"x\":1,\"y\":2}}");
    }

    @Test
    void kick_closesAllConnectionsOfTheUser() {
        app.use(Authentication.by(request -> request.query("user").map(Principal::of))
                .optional());
        addKick();
        addRendering();
        app.listen(8000);
        var ann = memory.connect("/room?user=ann");

        memory.postForm("/kick", Map.of("user", "ann"));

        assertThat(ann.closeReason().reason()).isEqualTo("the host has removed you");
    }

    @Test
    void event_isRenderedForClients_andReceivedByCode() {
        addRendering();
        app.socketHandler("/speaker", () -> new Speaker(app.channel("room")));
        app.listen(8000);
        var client = memory.connect("/room");
        var guest = memory.connect("/speaker?name=guest");
        var other = memory.connect("/speaker?name=other");

        client.sendText("hi");

        assertThat(client.receiveText()).isEqualTo("guest: hi");
        assertThat(guest.receiveText()).isEqualTo("you: hi");
        assertThat(other.receiveText()).isEqualTo("guest: hi");
        await().untilAsserted(() -> assertThat(noticed).containsExactly("hi"));
    }

    /** Sources of data that should run only while they are needed. */
    private static final class Feeds {
        private final Set<String> running = ConcurrentHashMap.newKeySet();

        void start(String channel) {
            running.add(channel);
        }

        void stop(String channel) {
            running.remove(channel);
        }
    }

    /** Represents the application's own records. */
    private final List<String> visits = new CopyOnWriteArrayList<>();

    private void addWatch(Feeds feeds) {
        // region: watch
        app.activityMonitor().channels(Duration.ofSeconds(1), activity -> {
            switch (activity) {
                case Occupied occupied -> feeds.start(occupied.channel());
                case Vacated vacated -> feeds.stop(vacated.channel());
            }
        });
        app.activityMonitor().clients(activity -> {
            switch (activity) {
                case Disconnected gone ->
                    visits.add(
                            gone.client().user() + " was here, " + gone.reason().code());
                case Unsubscribed left -> visits.add(left.client().user() + " has left " + left.channel());
            }
        });
        // endregion
    }

    @Test
    void activityMonitor_reportsChannelsAndClients() {
        var feeds = new Feeds();
        addWatch(feeds);
        app.mount(Centrifuge.open());
        app.listen(8000);
        var client = memory.connect(Centrifuge.WEBSOCKET);
        client.sendText("{\"id\":1,\"connect\":{}}");
        client.receiveText();
        client.sendText("{\"id\":2,\"subscribe\":{\"channel\":\"prices:gold\"}}");
        client.receiveText();

        memory.advance(Duration.ofSeconds(2));
        await().until(() -> feeds.running.contains("prices:gold"));
        client.close(1000, "");
        await().until(() -> visits.size() == 2);
        memory.advance(Duration.ofSeconds(2));
        await().until(() -> feeds.running.isEmpty());

        assertThat(visits).containsExactly(" has left prices:gold", " was here, 1000");
    }

    @Test
    void cors_permitsThePage() {
        addCors();
        app.listen(8000);

        assertThat(memory.get("/api/time", "Origin: https://app.example").header("access-control-allow-origin"))
                .contains("https://app.example");
    }

    @Test
    void messageTypes_areDistinguished_recordsValidate() {
        app.socketHandler("/play", Player::new);
        app.listen(8000);
        var client = memory.connect("/play");

        client.sendText("{\"type\":\"ask\",\"question\":\"why?\"}");
        assertThat(client.receiveText()).isEqualTo("asked: why?");
        client.sendText("{\"type\":\"answer\",\"question\":1,\"choice\":9}");
        assertThat(client.receiveText())
                .isEqualTo("{\"error\":\"the message: choice must be between 1 and 4, got 9\"}");
    }
}
