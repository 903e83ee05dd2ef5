package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisURI;
import java.time.Duration;

/**
 * Where a server is. Immutable.
 *
 * @param url as in {@code redis://user:password@host:6379/0}, {@code rediss://...} or
 *     {@code redis-sentinel://host1:26379,host2:26379/0#master}
 * @param probeChannel the channel on which this node sends messages to itself
 */
public record LinkAddress(String url, String probeChannel) {
    public LinkAddress {
        RedisURI.create(url);
    }

    /** The server for messages to people, without passwords. */
    public String name() {
        var uri = RedisURI.create(url);
        var master = uri.getSentinelMasterId();
        return master == null ? uri.getHost() + ":" + uri.getPort() : "sentinel " + master;
    }

    RedisURI uri(Duration timeout) {
        var uri = RedisURI.create(url);
        uri.setTimeout(timeout);
        return uri;
    }
}
