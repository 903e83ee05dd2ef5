package dev.fanfare.engine.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Runs the contract on the servers of a cluster. */
@Tag("full")
@Timeout(180)
class RedisPartitionClusterTest extends RedisClusterContract {
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
        return TestRedis.settings(cluster.url());
    }
}
