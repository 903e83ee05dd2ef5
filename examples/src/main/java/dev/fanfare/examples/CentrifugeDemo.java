package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import java.time.Duration;

/** Serves Centrifuge SDKs in any channel, with presence, history and recovery. */
public final class CentrifugeDemo implements Example {
    private static final int HISTORY_SIZE = 100;

    @Override
    public String name() {
        return "centrifuge";
    }

    @Override
    public String summary() {
        return "Centrifuge SDKs connect without changes: presence, history, and recovery of missed publications.";
    }

    @Override
    public void addTo(Fanfare app) {
        // The empty prefix matches all channels without options of their own.
        app.channels(
                "",
                ChannelOptions.history(HISTORY_SIZE, Duration.ofMinutes(5))
                        .recovery()
                        .presence()
                        .joinLeave());
        app.mount(Centrifuge.open());
        app.get("/centrifuge.js", StaticFile.fromClasspath(CentrifugeDemo.class, "centrifuge.js"));
        app.get("/centrifuge", StaticFile.fromClasspath(CentrifugeDemo.class, "centrifuge.html"));
    }
}
