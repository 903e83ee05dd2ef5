package dev.fanfare.engine.redis;

class RedisClusterTest extends RedisClusterContract {
    @Override
    RedisSettings settings() {
        return TestRedis.settings();
    }
}
