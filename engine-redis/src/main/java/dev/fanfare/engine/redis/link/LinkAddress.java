package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletionStage;

/** Where a link leads to. Confined to the link's loop, but for what is constant. */
public interface LinkAddress {
    /** What it is called in messages to people; without passwords, and different from all others of an engine. */
    String name();

    /** How messages are published there. */
    PubSub pubSub();

    /** The server to connect to now; asked for anew for each connection. */
    CompletionStage<RedisURI> resolve(LinkLoop loop);
}
