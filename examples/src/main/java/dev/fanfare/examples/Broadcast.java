package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;

/** Sends each message to all clients, including its sender, and announces each disconnect. */
public final class Broadcast implements Example {
    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public String summary() {
        return "Sends each message to all clients, including its sender, and announces each client that disconnects.";
    }

    @Override
    public void addTo(Fanfare app) {
        var lobby = app.channel("lobby");
        app.websocket("/ws/{client_id}", ws -> {
            int id = ws.pathInt("client_id"); // if it is not an integer: 404 before the upgrade
            ws.subscribe(lobby); // from now on, the client receives publications without this thread
            for (String text : ws.textMessages()) {
                lobby.publish("Client #" + id + " says: " + text);
            }
            lobby.publish("Client #" + id + " disconnected"); // the loop ends for any kind of disconnect
        });
        app.get("/broadcast", StaticFile.fromClasspath(Broadcast.class, "broadcast.html"));
    }
}
