package dev.fanfare.engine.redis;

import dev.fanfare.core.contract.ClusterContract;
import dev.fanfare.core.port.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** The contract of clusters, on the servers of a test. */
abstract class RedisClusterContract extends ClusterContract {
    private final RedisSettings settings = settings();
    private final List<RedisEngine> engines = new ArrayList<>();

    /** Settings with a unique prefix. */
    abstract RedisSettings settings();

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

    /** Waits in real time, because the messages arrive in real time. */
    @Override
    protected void elapse(Duration duration) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(duration)
                .pollInterval(duration)
                .until(() -> true);
    }
}
