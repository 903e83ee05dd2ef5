package dev.fanfare.engine.redis;

import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.testkit.contract.HistoryBrokerContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class RedisBrokerTest extends HistoryBrokerContract {
    private final RedisSettings settings = TestRedis.settings();
    private final List<RedisEngine> engines = new ArrayList<>();

    @Override
    protected HistoryBroker createHistoryBroker() {
        var engine = new RedisEngine(settings);
        engines.add(engine);
        return engine.broker();
    }

    @AfterEach
    void closeEngines() {
        engines.forEach(RedisEngine::close);
    }

    @Override
    protected void elapse(Duration duration) {
        new RedisTime(settings).elapse(duration);
    }

    @Override
    protected Duration idempotencyWindow() {
        return settings.idempotencyWindow();
    }

    @Override
    protected List<PublishOptions> notOffered() {
        return List.of(
                new PublishOptions(null, null, 0, "", false, true, null),
                new PublishOptions(null, null, 0, "", false, false, "c1"));
    }
}
