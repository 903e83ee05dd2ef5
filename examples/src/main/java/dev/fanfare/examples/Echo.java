package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;

/** Sends every message back to its sender, text as text and binary as binary. */
public final class Echo implements Example {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String summary() {
        return "Every message comes back to its sender, text and binary.";
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
