package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;

/** Returns each message to its sender: text as text, binary as binary. */
public final class Echo implements Example {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String summary() {
        return "Returns each text or binary message to its sender.";
    }

    @Override
    public void addTo(Fanfare app) {
        app.websocket("/echo", ws -> {
            for (var message : ws.messages()) {
                ws.send(message);
            }
        });
        app.get("/echo", StaticFile.fromClasspath(Echo.class, "echo.html"));
    }
}
