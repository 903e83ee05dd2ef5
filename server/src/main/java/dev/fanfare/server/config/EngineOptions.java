package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.RedisAddress;
import java.util.List;

/** What keeps history and presence, and connects the nodes. Immutable. */
public record EngineOptions(
        @Option(
                value = "Where channels live: in the memory of this one node, or in Redis for any number of nodes.",
                defaults = "memory")
        Type type,

        @Option("How Redis is reached, when the type is redis.")
        Redis redis)
        implements Checked {

    /** The engines there are. */
    public enum Type {
        MEMORY,
        REDIS
    }

    /** How Redis is reached. */
    public record Redis(
            @Option(
                    value = "Addresses: host:port, or a URL; more than one for a cluster or shards.",
                    defaults = "redis://127.0.0.1:6379")
            List<RedisAddress> address,

            @Option(
                    value = "Beginning of all keys and channels in Redis; nodes with the same one work together.",
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
                "must hold at least one address when the engine is redis",
                "redis.address",
                "type");
        checks.require(!redis.prefix().isBlank(), "must not be empty", "redis.prefix");
    }
}
