package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.LinkState;
import java.util.List;

/**
 * How it stands with the servers. Immutable.
 *
 * @param servers each one, in the order of the settings
 */
public record RedisHealth(List<LinkState> servers) {
    public RedisHealth {
        servers = List.copyOf(servers);
    }

    /** True when every server answers commands and was seen to deliver through Pub/Sub. */
    public boolean isReady() {
        return servers.stream().allMatch(LinkState::ready);
    }
}
