package dev.fanfare.examples;

import dev.fanfare.app.Channel;
import dev.fanfare.app.EventHandlers;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.JsonSocketHandler;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.Routes;
import dev.fanfare.app.Socket;
import dev.fanfare.app.StaticFile;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.CookieSessions;
import dev.fanfare.app.security.Login;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** Rooms with names, a list of who is there, and the last messages for those who come. */
public final class Chat implements Example {
    private static final int LAST_MESSAGES = 20;
    private static final int LONGEST_NAME = 30;

    /** {"message": "hi"}, in and out. */
    record Said(String message) {}

    /** The same from somebody who has logged in. */
    record SaidBy(String name, String message) {}

    /** Who is in the room, for a client that asked for it. */
    record Members(List<String> members) {}

    /** Somebody came or went: an event between consumers. No client can send one. */
    record MembersChanged() {}

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public String summary() {
        return "Rooms, names, who is there, and the last messages for those who come.";
    }

    @Override
    public void addTo(Fanfare app) {
        var rooms = app.channels(
                "chat:",
                ChannelOptions.history(LAST_MESSAGES, Duration.ofHours(1)).presence());
        var key = new byte[32]; // of this run alone: who restarts the server logs everybody out
        new SecureRandom().nextBytes(key);
        app.route("/ws/chat", routes -> {
            knowTheUser(routes, key);
            routes.socketHandler("/", request -> new Member(rooms.channel("lobby")));
            routes.socketHandler("/{room}/", request -> new Member(rooms.channel(request.path("room"))));
        });
        app.route("/chat", routes -> {
            knowTheUser(routes, key);
            routes.get("", StaticFile.fromClasspath(Chat.class, "chat.html"));
            routes.get(
                    "/user",
                    request -> HttpResponse.text(
                            200, request.principal().map(Principal::name).orElse("")));
            routes.post("/login", Chat::login);
            routes.post("/logout", request -> {
                Login.logout(request);
                return HttpResponse.text(200, "");
            });
        });
    }

    /** One client in one room: no thread while nothing happens, and one event at a time. */
    private static final class Member extends JsonSocketHandler<Said> {
        private static final EventHandlers<Member> EVENTS =
                EventHandlers.of(Member.class).on(MembersChanged.class, Member::onMembersChanged);

        private final Channel room;

        Member(Channel room) {
            super(Said.class);
            this.room = room;
        }

        @Override
        public void connect(Socket socket) {
            socket.subscribeWithHistory(room, LAST_MESSAGES); // lets the client in; what others say needs no code here
            if (socket.query("members").isPresent()) {
                join(room);
            }
            room.publishEvent(new MembersChanged());
        }

        @Override
        protected void receive(Socket socket, Said said) {
            var speaker = socket.principal();
            room.publishJson(speaker.isPresent() ? new SaidBy(speaker.get().name(), said.message()) : said);
        }

        @Override
        public void disconnect(Socket socket, CloseReason reason) {
            room.publishEvent(new MembersChanged());
        }

        @Override
        protected EventHandlers<Member> events() {
            return EVENTS;
        }

        private void onMembersChanged(Socket socket, MembersChanged event) {
            socket.sendJson(new Members(room.members().values().stream()
                    .map(member -> member.user().isEmpty() ? "a guest" : member.user())
                    .sorted()
                    .toList()));
        }
    }

    private static void knowTheUser(Routes routes, byte[] key) {
        routes.use(CookieSessions.signedBy(key));
        routes.use(Authentication.by(Login.authenticator()).optional());
    }

    private static HttpResponse login(Request request) {
        var name = request.form("name").map(String::strip).orElse("");
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new RequestRefusedException(400, "a name has 1 to " + LONGEST_NAME + " characters");
        }
        Login.login(request, Principal.of(name)); // a demonstration: a real application asks for a password
        return HttpResponse.text(200, name);
    }
}
