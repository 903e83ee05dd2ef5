package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.server.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A master, a replica and three sentinels, all of the installed Redis. */
@Tag("full")
@Timeout(180)
class RedisSentinelTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAME = "fanfare";
    private static final int SENTINELS = 3;

    private final List<RedisProcess> processes = new ArrayList<>();
    private RedisProcess master;
    private RedisSettings settings;

    @BeforeEach
    void start() {
        master = track(RedisProcess.startInstalled());
        var replica = track(RedisProcess.startInstalled("--replicaof", "127.0.0.1 " + master.port()));
        var sentinels = IntStream.range(0, SENTINELS)
                .mapToObj(i -> track(RedisProcess.startSentinel(NAME, master.port(), SENTINELS / 2 + 1)))
                .toList();
        await().atMost(PATIENCE).until(() -> hasReplica(master));
        sentinels.forEach(each -> await().atMost(PATIENCE).until(() -> knowsOthers(each)));
        settings = TestRedis.settings(sentinels.stream()
                .map(each -> "127.0.0.1:" + each.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/0#" + NAME)));
        assertThat(replica.port()).isNotEqualTo(master.port());
    }

    @AfterEach
    void stop() {
        processes.forEach(RedisProcess::close);
    }

    @Test
    void master_dies_readersAreCompleteOrNotified() {
        try (var writer = new TestNode(settings);
                var other = new TestNode(settings)) {
            var readiness = new CopyOnWriteArrayList<Boolean>();
            var reader = other.read("news");
            await().atMost(PATIENCE).until(reader::isSubscribed);
            writer.engine().onHealth(health -> readiness.add(health.isReady()));
            publish(writer, "before");
            await().atMost(PATIENCE).until(() -> reader.texts().contains("before"));

            master.kill();
            await().atMost(PATIENCE).until(() -> readiness.contains(false));
            publish(writer, "after");

            await().atMost(PATIENCE).until(() -> reader.texts().contains("after"));
            assertThat(readiness).startsWith(false).endsWith(true);
            assertThat(reader.faults()).isEmpty();
        }
    }

    private RedisProcess track(RedisProcess process) {
        processes.addFirst(process);
        return process;
    }

    private static void publish(TestNode node, String text) {
        await().atMost(PATIENCE)
                .until(() -> node.publish("news", text)
                        .handle((answer, failure) -> failure == null)
                        .toCompletableFuture()
                        .join());
    }

    private static boolean hasReplica(RedisProcess server) {
        return server.info("replication").contains("state=online");
    }

    private static boolean knowsOthers(RedisProcess sentinel) {
        return sentinel.info("sentinel").contains("slaves=1,sentinels=" + SENTINELS);
    }
}
