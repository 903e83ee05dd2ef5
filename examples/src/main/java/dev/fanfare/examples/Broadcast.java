package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;

/** What one client says, all hear, the speaker too; and all hear when somebody leaves. */
public final class Broadcast implements Example {
    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public String summary() {
        return "What one client says, all hear; and all hear when somebody leaves.";
    }

    @Override
    public void addTo(Fanfare app) {
        var lobby = app.channel("lobby");
        app.websocket("/ws/{client_id}", ws -> {
            int id = ws.pathInt("client_id"); // not an integer: answered with 404 before the upgrade
            ws.subscribe(lobby); // from here on publications go to the client without this thread
            for (String text : ws.textMessages()) {
                lobby.publish("Client #" + id + " says: " + text);
            }
            lobby.publish("Client #" + id + " disconnected"); // the loop ends however the client leaves
        });
        app.get("/broadcast", StaticFile.fromClasspath(Broadcast.class, "broadcast.html"));
    }
}
