package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import java.time.Duration;

/** Clients of the Centrifuge SDKs, in any channel: presence, history, and what was missed while away. */
public final class CentrifugeDemo implements Example {
    private static final int KEPT = 100;

    @Override
    public String name() {
        return "centrifuge";
    }

    @Override
    public String summary() {
        return "Centrifuge SDKs connect unchanged: presence, history, and nothing missed when the connection is cut.";
    }

    @Override
    public void addTo(Fanfare app) {
        // Whatever has no options of its own.
        app.channels(
                "",
                ChannelOptions.history(KEPT, Duration.ofMinutes(5))
                        .recovery()
                        .presence()
                        .joinLeave());
        app.mount(Centrifuge.open());
        app.get("/centrifuge.js", StaticFile.fromClasspath(CentrifugeDemo.class, "centrifuge.js"));
        app.get("/centrifuge", StaticFile.fromClasspath(CentrifugeDemo.class, "centrifuge.html"));
    }
}
