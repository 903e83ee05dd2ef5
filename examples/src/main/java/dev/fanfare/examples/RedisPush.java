package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;
import dev.fanfare.core.port.Relay;

/** Whatever appears on a channel of Redis, from whomever, reaches all browsers; what they say is published there. */
public final class RedisPush implements Example {
    /** What it is called. */
    public static final String NAME = "redis-push";

    /** The channel of Redis. */
    public static final String CHANNEL = "channel:1";

    private final Relay redis;

    /** The example on a relay that listens to {@link #CHANNEL}. */
    public RedisPush(Relay redis) {
        this.redis = redis;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Whatever is published in Redis, by whomever, reaches the browsers; and what they say is published there.";
    }

    @Override
    public void addTo(Fanfare app) {
        var channel = app.relay("redis:", redis).channel(CHANNEL);
        app.websocket("/ws", ws -> {
            ws.subscribe(channel);
            ws.messages().forEach(channel::publish); // goes to Redis only, and comes back from there
        });
        app.get("/redis-push", StaticFile.fromClasspath(RedisPush.class, "redis-push.html"));
    }
}
