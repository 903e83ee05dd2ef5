package dev.fanfare.engine.redis;

import dev.fanfare.core.contract.HistoryBrokerContract;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.engine.redis.server.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract of brokers, on the servers of a test. */
abstract class RedisBrokerContract extends HistoryBrokerContract {
    private final RedisSettings settings = settings();
    private final List<RedisEngine> engines = new ArrayList<>();

    /** Settings with a unique prefix. */
    abstract RedisSettings settings();

    /** The location of the keys. */
    abstract List<RedisProcess> servers();

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
        new RedisTime(settings, servers()).elapse(duration);
    }

    @Override
    protected Duration idempotencyWindow() {
        return settings.idempotencyWindow();
    }
}
