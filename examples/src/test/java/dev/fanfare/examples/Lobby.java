package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;

// region: readme
public final class Lobby {
    public static void main(String[] args) {
        var app = Fanfare.create().closeOnShutdown();
        var lobby = app.channel("lobby");
        app.websocket("/ws/{client_id}", ws -> {
            // Runs on a virtual thread per connection and may block.
            int id = ws.pathInt("client_id"); // not an integer: answered with 404 before the upgrade
            ws.subscribe(lobby); // publications reach the client without this thread
            for (String text : ws.textMessages()) {
                lobby.publish("Client #" + id + " says: " + text);
            }
            lobby.publish("Client #" + id + " disconnected"); // the loop ends when the client disconnects
        });
        app.listen(8000);
    }
}
// endregion
