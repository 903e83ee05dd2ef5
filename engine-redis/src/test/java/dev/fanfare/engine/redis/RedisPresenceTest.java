package dev.fanfare.engine.redis;

import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.testkit.contract.PresenceStoreContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

class RedisPresenceTest extends PresenceStoreContract {
    private final RedisSettings settings = TestRedis.settings();
    private final List<RedisEngine> engines = new ArrayList<>();

    @Override
    protected List<? extends PresenceStore> create(int nodes) {
        IntStream.range(0, nodes).forEach(i -> engines.add(new RedisEngine(settings)));
        return engines.stream().map(RedisEngine::presence).toList();
    }

    @AfterEach
    void closeEngines() {
        engines.forEach(RedisEngine::close);
    }

    @Override
    protected void elapse(Duration duration) {
        new RedisTime(settings, List.of(TestRedis.server())).elapse(duration);
    }
}
