package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.server.RedisProcess;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Runs the contract on the installed server, which is newer than the one of the other tests. */
@Tag("full")
class RedisSevenBrokerTest extends RedisBrokerContract {
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

    @Override
    List<RedisProcess> servers() {
        return List.of(server);
    }
}
