package dev.fanfare.engine.redis;

import dev.fanfare.core.contract.ClusterContract;
import dev.fanfare.core.port.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** What every cluster of nodes promises, on servers that a test names. */
abstract class RedisClusterContract extends ClusterContract {
    private final RedisSettings settings = settings();
    private final List<RedisEngine> engines = new ArrayList<>();

    /** Settings with a prefix that nothing else has. */
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
