package dev.fanfare.engine.redis;

class RedisOccupancyTest extends RedisOccupancyContract {
    @Override
    RedisSettings settings() {
        return TestRedis.settings();
    }
}
