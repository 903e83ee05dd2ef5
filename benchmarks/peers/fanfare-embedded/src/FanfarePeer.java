import dev.fanfare.app.Fanfare;

/** Broadcasts each text to all subscribers, as in the README. */
public final class FanfarePeer {
    private FanfarePeer() {}

    public static void main(String[] args) {
        var app = Fanfare.create().closeOnShutdown();
        var lobby = app.channel("lobby");
        app.websocket("/ws/{id}", ws -> {
            ws.subscribe(lobby);
            for (String text : ws.textMessages()) {
                lobby.publish(text);
            }
        });
        app.listen("127.0.0.1", Integer.parseInt(args[0]));
    }
}
