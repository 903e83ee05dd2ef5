package @package@;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;
import dev.fanfare.model.channel.ChannelOptions;
import java.time.Duration;
import java.util.Map;

/** Chat rooms. Each message of a room reaches all its members, and new members receive the latest messages. */
public final class ChatServer {
    private static final int LATEST = 50;

    /** A message, in both directions: {"name": "Ann", "text": "hi"}. */
    record Message(String name, String text) {}

    private ChatServer() {}

    /** Adds the page and the rooms. */
    static void addRoutes(Fanfare app) {
        var rooms = app.channels("room:", ChannelOptions.history(LATEST, Duration.ofHours(1)));
        app.get("/", StaticFile.fromClasspath(ChatServer.class, "index.html"));
        app.get("/fanfare.js", StaticFile.fromClasspath(Fanfare.class, "fanfare.js"));
        app.websocket("/rooms/{room}", ws -> {
            // Runs on a virtual thread for this client and may block.
            var room = rooms.channel(ws.path("room"));
            ws.subscribeWithHistory(room, LATEST);
            var messages =
                    ws.jsonMessages(Message.class, malformed -> ws.sendJson(Map.of("error", malformed.problem())));
            for (var message : messages) {
                room.publishJson(message);
            }
        });
    }

    /** Serves until the process is stopped. */
    public static void main(String[] args) {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8000"));
        var app = Fanfare.create().closeOnShutdown();
        addRoutes(app);
        System.out.println("http://localhost:" + app.listen("127.0.0.1", port).getPort() + "/");
    }
}
