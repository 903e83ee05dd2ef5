package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletionStage;

/** The address of a link. Confined to the link's loop, except for constant values. */
public interface LinkAddress {
    /** Returns the name for messages, without passwords; unique within an engine. */
    String name();

    /** Returns how messages are published at this address. */
    PubSub pubSub();

    /** Determines the server to connect to; called for each connection. */
    CompletionStage<RedisURI> resolve(LinkLoop loop);
}
