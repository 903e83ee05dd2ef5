package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.server.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Runs the contract on the installed server, which is newer than the one of the other tests. */
@Tag("full")
class RedisSevenClusterTest extends RedisClusterContract {
    private static RedisProcess server;

    @BeforeAll
    static void start() {
        server = RedisProcess.startInstalled();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    RedisSettings settings() {
        return TestRedis.settings(server.url());
    }
}
