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

/** Chat rooms with user names, a list of members, and the latest messages for new members. */
public final class Chat implements Example {
    private static final int LAST_MESSAGES = 20;
    private static final int LONGEST_NAME = 30;

    /** {"message": "hi"}, in both directions. */
    record RoomMessage(String message) {}

    /** A message from a logged-in user. */
    record UserMessage(String name, String message) {}

    /** The members of the room, for clients that requested them. */
    record Members(List<String> members) {}

    /** The members have changed: an event between handlers, which clients can neither send nor receive. */
    record MembersChanged() {}

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public String summary() {
        return "Rooms with user names, a list of members, and the latest messages for new members.";
    }

    @Override
    public void addTo(Fanfare app) {
        var rooms = app.channels(
                "chat:",
                ChannelOptions.history(LAST_MESSAGES, Duration.ofHours(1)).presence());
        var key = new byte[32]; // a new key for each start, so that a restart logs out all users
        new SecureRandom().nextBytes(key);
        app.route("/ws/chat", routes -> {
            authenticate(routes, key);
            routes.socketHandler("/", request -> new Member(rooms.channel("lobby")));
            routes.socketHandler("/{room}/", request -> new Member(rooms.channel(request.path("room"))));
        });
        app.route("/chat", routes -> {
            authenticate(routes, key);
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

    /** One client in one room. Holds no thread while idle, and handles one event at a time. */
    private static final class Member extends JsonSocketHandler<RoomMessage> {
        private static final EventHandlers<Member> EVENTS =
                EventHandlers.of(Member.class).on(MembersChanged.class, Member::onMembersChanged);

        private final Channel room;

        Member(Channel room) {
            super(RoomMessage.class);
            this.room = room;
        }

        @Override
        public void connect(Socket socket) {
            socket.subscribeWithHistory(room, LAST_MESSAGES); // accepts the client; publications need no further code
            if (socket.query("members").isPresent()) {
                join(room);
            }
            room.publishEvent(new MembersChanged());
        }

        @Override
        protected void receive(Socket socket, RoomMessage message) {
            var sender = socket.principal();
            room.publishJson(sender.isPresent() ? new UserMessage(sender.get().name(), message.message()) : message);
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

    private static void authenticate(Routes routes, byte[] key) {
        routes.use(CookieSessions.signedBy(key));
        routes.use(Authentication.by(Login.authenticator()).optional());
    }

    private static HttpResponse login(Request request) {
        var name = request.form("name").map(String::strip).orElse("");
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new RequestRefusedException(400, "name must have 1 to " + LONGEST_NAME + " characters");
        }
        Login.login(request, Principal.of(name)); // a real application verifies a password
        return HttpResponse.text(200, name);
    }
}
