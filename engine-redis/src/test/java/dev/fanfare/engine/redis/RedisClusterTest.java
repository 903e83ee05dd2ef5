package dev.fanfare.engine.redis;

import dev.fanfare.core.port.Cluster;
import dev.fanfare.testkit.contract.ClusterContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

class RedisClusterTest extends ClusterContract {
    private final RedisSettings settings = TestRedis.settings();
    private final List<RedisEngine> engines = new ArrayList<>();

    @Override
    protected List<? extends Cluster> create(int count) {
        var made = Stream.generate(() -> new RedisEngine(settings)).limit(count).toList();
        engines.addAll(made);
        return made.stream().map(RedisEngine::cluster).toList();
    }

    @AfterEach
    void closeEngines() {
        engines.forEach(RedisEngine::close);
    }

    /** Nothing but real time lets the messages arrive. */
    @Override
    protected void elapse(Duration duration) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(duration)
                .pollInterval(duration)
                .until(() -> true);
    }
}
