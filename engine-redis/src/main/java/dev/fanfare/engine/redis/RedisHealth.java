package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.connection.LinkState;
import java.util.List;

/**
 * The state of the Redis servers. Immutable.
 *
 * @param servers the state of each server, in the order of the settings
 */
public record RedisHealth(List<LinkState> servers) {
    public RedisHealth {
        servers = List.copyOf(servers);
    }

    /** Returns true if every server answers commands and delivers through Pub/Sub. */
    public boolean isReady() {
        return servers.stream().allMatch(LinkState::ready);
    }
}
