package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.link.ServerAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * The Redis servers and how the engine uses them. Immutable. Start with {@link #of}.
 *
 * @param servers one server, several independent servers that share the channels, or one cluster; {@code docs/redis.md}
 *     lists the forms of an address
 * @param prefix prefix of all keys; without braces
 * @param idempotencyWindow lifetime of an idempotency key
 * @param nodeRefreshInterval interval at which a node refreshes its registration
 * @param nodeExpiry time after the last refresh at which a node is removed; more than twice the interval
 * @param maxSeenPositions maximum number of channels per server for which a node keeps the highest offset seen
 * @param clusterPartitions number of partitions of a cluster's channels, each with two connections; equal on all nodes
 * @param link timeouts and limits of the connections
 */
public record RedisSettings(
        List<String> servers,
        String prefix,
        Duration idempotencyWindow,
        Duration nodeRefreshInterval,
        Duration nodeExpiry,
        int maxSeenPositions,
        int clusterPartitions,
        LinkSettings link) {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration NODE_REFRESH = Duration.ofSeconds(3);
    private static final Duration NODE_EXPIRY = Duration.ofSeconds(10);
    private static final int MAX_SEEN = 200_000;
    private static final int PARTITIONS = 12;
    private static final int MAX_PARTITIONS = 256;

    public RedisSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException(
                    "servers must contain at least one address such as redis://host:6379, got none");
        }
        if (new HashSet<>(servers).size() < servers.size()) {
            throw new IllegalArgumentException(
                    "servers must contain each address once, got " + ServerAddress.withoutPassword(servers.toString()));
        }
        if (prefix.isEmpty() || prefix.contains("{") || prefix.contains("}")) {
            throw new IllegalArgumentException("prefix must not be empty or contain braces, got \"" + prefix + '"');
        }
        if (!idempotencyWindow.isPositive()) {
            throw new IllegalArgumentException("idempotencyWindow must be positive, got " + idempotencyWindow);
        }
        if (!nodeRefreshInterval.isPositive() || nodeExpiry.compareTo(nodeRefreshInterval.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("nodeRefreshInterval must be positive and nodeExpiry more than"
                    + " twice as long, got " + nodeRefreshInterval + " and " + nodeExpiry);
        }
        if (maxSeenPositions < 1) {
            throw new IllegalArgumentException("maxSeenPositions must be 1 or more, got " + maxSeenPositions);
        }
        if (clusterPartitions < 1 || clusterPartitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "clusterPartitions must be 1 to " + MAX_PARTITIONS + ", got " + clusterPartitions);
        }
        ShardLocation.of(servers, prefix, clusterPartitions);
    }

    /** The prefix {@code fanfare}, keys kept for 5 min, nodes removed after 10 s, 200,000 positions, 12 partitions. */
    public static RedisSettings of(String... servers) {
        return new RedisSettings(
                List.of(servers),
                "fanfare",
                FIVE_MINUTES,
                NODE_REFRESH,
                NODE_EXPIRY,
                MAX_SEEN,
                PARTITIONS,
                LinkSettings.DEFAULTS);
    }

    /** Returns these settings with another prefix. */
    public RedisSettings withPrefix(String other) {
        return new RedisSettings(
                servers,
                other,
                idempotencyWindow,
                nodeRefreshInterval,
                nodeExpiry,
                maxSeenPositions,
                clusterPartitions,
                link);
    }

    /** Returns these settings with other settings of connections. */
    public RedisSettings withLink(LinkSettings other) {
        return new RedisSettings(
                servers,
                prefix,
                idempotencyWindow,
                nodeRefreshInterval,
                nodeExpiry,
                maxSeenPositions,
                clusterPartitions,
                other);
    }

    /** Returns these settings with another refresh interval and expiry of nodes. */
    public RedisSettings withNodes(Duration refreshInterval, Duration expiry) {
        return new RedisSettings(
                servers, prefix, idempotencyWindow, refreshInterval, expiry, maxSeenPositions, clusterPartitions, link);
    }

    /** Returns these settings with another number of partitions. */
    public RedisSettings withClusterPartitions(int partitions) {
        return new RedisSettings(
                servers,
                prefix,
                idempotencyWindow,
                nodeRefreshInterval,
                nodeExpiry,
                maxSeenPositions,
                partitions,
                link);
    }

    List<ShardLocation> locations() {
        return ShardLocation.of(servers, prefix, clusterPartitions);
    }
}
