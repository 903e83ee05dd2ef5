package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.RedisAddress;
import dev.fanfare.engine.redis.RedisSettings;
import java.util.List;

/** The engine, which keeps history and presence and connects the nodes. Immutable. */
public record EngineOptions(
        @Option(value = "Engine: memory for a single node, redis for any number of nodes.", defaults = "memory")
        Type type,

        @Option("Redis connection, if the type is redis.") Redis redis)
        implements Checked {

    /** The engines. */
    public enum Type {
        MEMORY,
        REDIS
    }

    /** The connection to Redis. */
    public record Redis(
            @Option(
                    value =
                            "Addresses, each host:port or a URL. Several addresses are the nodes of a Redis Cluster, or independent shards.",
                    defaults = "redis://127.0.0.1:6379")
            List<RedisAddress> address,

            @Option(
                    value = "Prefix of all keys and channels in Redis. Nodes with the same prefix form a cluster.",
                    defaults = "fanfare")
            String prefix) {
        public Redis {
            address = List.copyOf(address);
        }
    }

    @Override
    public void check(Checks checks) {
        checks.require(
                type != Type.REDIS || !redis.address().isEmpty(),
                "must contain at least one address if engine.type is redis",
                "redis.address",
                "type");
        if (type == Type.REDIS && !redis.address().isEmpty()) {
            checks.requireUsable(
                    () -> RedisSettings.of(
                            redis.address().stream().map(RedisAddress::url).toArray(String[]::new)),
                    "redis.address");
        }
        checks.require(!redis.prefix().isBlank(), "must not be empty", "redis.prefix");
    }
}
