package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.LinkSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * Where the servers are and how they are used. Immutable; begin with {@link #of}.
 *
 * @param servers one server, several independent ones that share the channels, or one cluster; see {@code docs/redis.md}
 *     for the forms of an address
 * @param prefix what all keys begin with; without braces
 * @param idempotencyWindow how long an idempotency key is remembered
 * @param nodeRefreshInterval how often a node says that it lives
 * @param nodeExpiry after this time without it a node counts as gone; more than twice the interval
 * @param maxSeenPositions of so many channels a node remembers, per server, how far it has seen the history
 * @param clusterPartitions so many shares a cluster's channels are divided into, each with two connections; the same on all
 *     nodes
 * @param link time limits and bounds of the connections
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
        if (servers.isEmpty() || new HashSet<>(servers).size() < servers.size()) {
            throw new IllegalArgumentException("servers are one or more, each once");
        }
        if (prefix.isEmpty() || prefix.contains("{") || prefix.contains("}")) {
            throw new IllegalArgumentException("a prefix has at least one character and no braces, not " + prefix);
        }
        if (!idempotencyWindow.isPositive()) {
            throw new IllegalArgumentException("idempotencyWindow is positive, not " + idempotencyWindow);
        }
        if (!nodeRefreshInterval.isPositive() || nodeExpiry.compareTo(nodeRefreshInterval.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("a node needs a positive nodeRefreshInterval and an expiry of more than"
                    + " twice of it, not " + nodeRefreshInterval + " and " + nodeExpiry);
        }
        if (maxSeenPositions < 1) {
            throw new IllegalArgumentException("maxSeenPositions is 1 or more, not " + maxSeenPositions);
        }
        if (clusterPartitions < 1 || clusterPartitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "clusterPartitions are 1 to " + MAX_PARTITIONS + ", not " + clusterPartitions);
        }
        ShardLocation.of(servers, prefix, clusterPartitions);
    }

    /** The prefix {@code fanfare}, keys remembered for 5 min, nodes gone after 10 s, 200,000 positions, 12 partitions. */
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

    /** The same settings with another prefix. */
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

    /** The same settings with other connections. */
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

    /** The same settings with other times for nodes. */
    public RedisSettings withNodes(Duration refreshInterval, Duration expiry) {
        return new RedisSettings(
                servers, prefix, idempotencyWindow, refreshInterval, expiry, maxSeenPositions, clusterPartitions, link);
    }

    /** The same settings with another number of partitions. */
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

    List<ShardLocation> places() {
        return ShardLocation.of(servers, prefix, clusterPartitions);
    }
}
