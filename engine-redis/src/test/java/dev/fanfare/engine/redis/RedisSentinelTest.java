package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.engine.redis.server.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A primary, a replica and three sentinels, all of the installed Redis. */
@Tag("full")
@Timeout(180)
class RedisSentinelTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAME = "fanfare";
    private static final int SENTINELS = 3;

    private final List<RedisProcess> processes = new ArrayList<>();
    private RedisProcess primary;
    private RedisSettings settings;

    @BeforeEach
    void start() {
        primary = track(RedisProcess.startInstalled());
        var replica = track(RedisProcess.startInstalled("--replicaof", "127.0.0.1 " + primary.port()));
        var sentinels = IntStream.range(0, SENTINELS)
                .mapToObj(i -> track(RedisProcess.startSentinel(NAME, primary.port(), SENTINELS / 2 + 1)))
                .toList();
        await().atMost(PATIENCE).until(() -> hasReplica(primary));
        sentinels.forEach(each -> await().atMost(PATIENCE).until(() -> knowsOthers(each)));
        settings = TestRedis.settings(sentinels.stream()
                .map(each -> "127.0.0.1:" + each.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/0#" + NAME)));
        assertThat(replica.port()).isNotEqualTo(primary.port());
    }

    @AfterEach
    void stop() {
        processes.forEach(RedisProcess::close);
    }

    @Test
    void primary_dies_replicatedPublicationsAreKept() {
        try (var writer = new TestNode(settings);
                var other = new TestNode(settings)) {
            var readiness = new CopyOnWriteArrayList<Boolean>();
            var reader = other.read("news");
            await().atMost(PATIENCE).until(reader::isSubscribed);
            writer.engine().onHealth(health -> readiness.add(health.isReady()));
            publish(writer, "before");
            await().atMost(PATIENCE).until(() -> reader.texts().contains("before"));
            awaitReplication(primary);

            primary.kill();
            await().atMost(PATIENCE).until(() -> readiness.contains(false));
            publish(writer, "after");

            await().atMost(PATIENCE).until(() -> reader.texts().contains("after"));
            assertThat(readiness).startsWith(false).endsWith(true);
            assertThat(reader.faults()).isEmpty();
            // A publish that failed may have been accepted, and is repeated.
            assertThat(reader.texts().stream().distinct()).containsExactly("before", "after");
            assertThat(reader.recoveries()).contains(Recovery.RECOVERED).doesNotContain(Recovery.NOT_RECOVERED);
            assertThat(writer.missed("news", reader.all().getFirst().position()))
                    .isEqualTo(reader.texts().subList(1, reader.texts().size()));
        }
    }

    @Test
    void primary_dies_presenceOfBothNodesConverges() {
        try (var first = new TestNode(settings, TestNode.LASTING);
                var second = new TestNode(settings, TestNode.LASTING)) {
            var leavesFirst = first.join("room", "leaves first");
            var leavesSecond = second.join("room", "leaves second");
            first.join("room", "stays first");
            second.join("room", "stays second");

            primary.kill();
            await().atMost(PATIENCE)
                    .until(() -> !first.engine().isReady() && !second.engine().isReady());
            first.leave(leavesFirst);
            second.leave(leavesSecond);
            await().atMost(PATIENCE)
                    .until(() -> first.engine().isReady() && second.engine().isReady());

            for (var node : List.of(first, second)) {
                await().atMost(PATIENCE)
                        .until(() -> node.members("room").equals(Set.of("stays first", "stays second")));
            }
            first.join("room", "new");
            second.leave(second.join("room", "short"));
            await().atMost(PATIENCE)
                    .until(() -> second.members("room").equals(Set.of("stays first", "stays second", "new")));
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

    /** Waits until the replica has everything that this server has written so far. */
    private static void awaitReplication(RedisProcess server) {
        server.run(redis -> {
            redis.set("last", "");
            assertThat(redis.waitForReplication(1, PATIENCE.toMillis())).isOne();
        });
    }

    private static boolean hasReplica(RedisProcess server) {
        return server.info("replication").contains("state=online");
    }

    private static boolean knowsOthers(RedisProcess sentinel) {
        return sentinel.info("sentinel").contains("slaves=1,sentinels=" + SENTINELS);
    }
}
