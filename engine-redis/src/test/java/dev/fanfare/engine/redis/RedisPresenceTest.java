package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.server.RedisProcess;
import java.util.List;

class RedisPresenceTest extends RedisPresenceContract {
    @Override
    RedisSettings settings() {
        return TestRedis.settings();
    }

    @Override
    List<RedisProcess> servers() {
        return List.of(TestRedis.server());
    }
}
