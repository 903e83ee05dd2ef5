package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;
import dev.fanfare.engine.redis.RedisRelay;

/** Relays a Redis channel: its messages are sent to all browsers, and messages from browsers are published in it. */
public final class RedisPush implements Example {
    /** The name of this example. */
    public static final String NAME = "redis-push";

    /** The Redis channel. */
    public static final String CHANNEL = "channel:1";

    private final RedisRelay redis;

    /** Creates the example with a relay of {@link #CHANNEL}. */
    public RedisPush(RedisRelay redis) {
        this.redis = redis;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Messages published in Redis are sent to all browsers, and messages from browsers are published in Redis.";
    }

    @Override
    public void addTo(Fanfare app) {
        var channel = app.relay("redis:", redis).channel(CHANNEL);
        app.websocket("/ws", ws -> {
            ws.subscribe(channel);
            ws.messages().forEach(channel::publish); // published in Redis only; Redis delivers it back to this server
        });
        app.get("/redis-push", StaticFile.fromClasspath(RedisPush.class, "redis-push.html"));
    }
}
