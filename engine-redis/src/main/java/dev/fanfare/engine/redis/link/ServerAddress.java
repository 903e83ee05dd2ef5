package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The address of a server, or of the current primary of a Sentinel setup, which Lettuce determines when it connects.
 * Immutable.
 *
 * @param url {@code redis://}, {@code rediss://} or {@code redis-sentinel://}
 */
public record ServerAddress(String url) implements LinkAddress {
    public ServerAddress {
        uri(url);
    }

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    static RedisURI uri(String url) {
        try {
            return RedisURI.create(url);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("a Redis server must be a URL such as redis://host:6379, rediss://host, "
                    + "redis-sentinel://host#master or redis-cluster://host, got " + withoutPassword(url)
                    + ": " + withoutPassword(String.valueOf(invalid.getMessage())));
        }
    }

    /** Replaces the user information of every URL in a text. */
    public static String withoutPassword(String text) {
        return text.replaceAll("//[^/\\s]*@", "//***@");
    }

    @Override
    public String name() {
        var uri = RedisURI.create(url);
        var master = uri.getSentinelMasterId();
        return master == null ? uri.getHost() + ":" + uri.getPort() : "sentinel " + master;
    }

    @Override
    public PubSub pubSub() {
        return PubSub.CLASSIC;
    }

    @Override
    public CompletionStage<RedisURI> resolve(LinkLoop loop) {
        return CompletableFuture.completedStage(RedisURI.create(url));
    }
}
