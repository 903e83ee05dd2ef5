package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.server.RedisProcess;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Runs the contract on one partition of a cluster. */
@Tag("full")
@Timeout(180)
class RedisPartitionPresenceTest extends RedisPresenceContract {
    private static RedisClusterServers cluster;

    @BeforeAll
    static void start() {
        cluster = new RedisClusterServers();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Override
    RedisSettings settings() {
        return TestRedis.settings(cluster.url()).withClusterPartitions(1);
    }

    @Override
    List<RedisProcess> servers() {
        return cluster.primaries();
    }
}
