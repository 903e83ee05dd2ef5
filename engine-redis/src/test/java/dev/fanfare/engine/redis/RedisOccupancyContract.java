package dev.fanfare.engine.redis;

import dev.fanfare.core.contract.OccupancyContract;
import dev.fanfare.core.port.Occupancy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract of occupancies, on the servers of a test and in real time. */
@Execution(ExecutionMode.CONCURRENT)
abstract class RedisOccupancyContract extends OccupancyContract {
    private final List<RedisEngine> engines = new ArrayList<>();

    abstract RedisSettings settings();

    @Override
    protected List<? extends Occupancy> create(int nodes) {
        var settings = settings();
        IntStream.range(0, nodes).forEach(i -> engines.add(new RedisEngine(settings)));
        return engines.stream().map(RedisEngine::occupancy).toList();
    }

    @AfterEach
    void closeEngines() {
        engines.forEach(RedisEngine::close);
    }

    @Override
    protected Duration debounce() {
        return Duration.ofSeconds(1);
    }

    @Override
    protected void elapse(Duration duration) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(duration)
                .pollInterval(duration)
                .until(() -> true);
    }
}
