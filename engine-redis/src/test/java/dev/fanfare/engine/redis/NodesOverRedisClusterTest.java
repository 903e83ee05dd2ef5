package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.port.PresenceStore.PresenceStats;
import dev.fanfare.model.channel.ClientInfo;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("full")
@Timeout(240)
class NodesOverRedisClusterTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CHANNELS = 30;
    private static final int EACH = 20;
    private static final int READERS = 20;

    private RedisClusterServers servers;
    private RedisSettings settings;

    @BeforeEach
    void start() {
        servers = new RedisClusterServers();
        settings = TestRedis.settings(servers.url());
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void cluster_allFeatures_reachAllNodes() {
        try (var writer = new TestNode(settings);
                var other = new TestNode(settings)) {
            var readers = readers(other);
            join(other.engine().presence().add("room", new ClientInfo("c1", "alice"), PATIENCE));

            publishAll(writer, "");

            assertThat(readers).allSatisfy(reader -> {
                await().atMost(PATIENCE).until(() -> reader.all().size() == EACH);
                assertThat(reader.texts())
                        .isEqualTo(IntStream.range(0, EACH)
                                .mapToObj(Integer::toString)
                                .toList());
                assertThat(reader.faults()).isEmpty();
            });
            assertThat(join(writer.engine().presence().stats("room"))).isEqualTo(new PresenceStats(1, 1));
            await().atMost(PATIENCE)
                    .until(() -> join(writer.engine().cluster().nodes()).size() == 2);
        }
    }

    @Test
    void primary_dies_readersAreCompleteOrNotified() {
        try (var writer = new TestNode(settings);
                var other = new TestNode(settings)) {
            var readiness = new CopyOnWriteArrayList<Boolean>();
            var readers = readers(other);
            publishAll(writer, "before ");
            assertThat(readers)
                    .allSatisfy(reader ->
                            await().atMost(PATIENCE).until(() -> reader.all().size() == EACH));
            other.engine().onHealth(health -> readiness.add(health.isReady()));

            servers.primaries().getFirst().kill();
            await().atMost(PATIENCE).until(() -> readiness.contains(false));
            await().atMost(PATIENCE).until(() -> other.engine().isReady());
            await().atMost(PATIENCE).until(() -> writer.engine().isReady());
            publishAll(writer, "after ");

            var last = "after " + (EACH - 1);
            assertThat(readers).allSatisfy(reader -> {
                await().atMost(PATIENCE).until(() -> reader.texts().contains(last));
                assertThat(reader.faults()).isEmpty();
            });
        }
    }

    @Test
    void slot_movesAndReturnsDuringWrites_losesNothing() throws InterruptedException {
        var one = settings.withClusterPartitions(1);
        var slot = SlotHash.getSlot(one.locations().getFirst().keys().meta("c"));
        try (var writer = new TestNode(one);
                var other = new TestNode(one)) {
            var readers = Stream.generate(() -> other.read("c")).limit(READERS).toList();
            await().atMost(PATIENCE).until(() -> readers.stream().allMatch(ReturningReader::isSubscribed));
            var answered = new CopyOnWriteArrayList<String>();
            var done = new AtomicBoolean();
            var publisher = Thread.ofPlatform().start(() -> {
                for (int i = 0; !done.get(); i++) {
                    if (join(writer.publish("c", "" + i).handle((result, failure) -> failure == null))) {
                        answered.add("" + i);
                    }
                }
            });
            await().atMost(PATIENCE)
                    .until(() -> readers.stream().allMatch(each -> each.all().size() > EACH));
            var returning = List.of(readers.getFirst(), readers.getLast());
            returning.forEach(ReturningReader::stop);

            var home = servers.moveSlot(slot);
            awaitMore(answered);
            returning.getFirst().resume();
            servers.moveSlot(slot, home);
            awaitMore(answered);
            returning.getLast().resume();
            done.set(true);
            publisher.join(PATIENCE);

            assertThat(publisher.isAlive()).isFalse();
            assertThat(readers).allSatisfy(reader -> {
                await().atMost(PATIENCE).until(() -> reader.texts().contains(answered.getLast()));
                assertThat(reader.faults()).isEmpty();
                // Whether a subscribed reader misses publications during the move varies.
                assertThat(reader.recoveries().stream().skip(1)).allMatch(Recovery.RECOVERED::equals);
                assertThat(reader.texts()).containsSubsequence(answered).doesNotHaveDuplicates();
            });
            assertThat(returning)
                    .allSatisfy(reader -> assertThat(reader.recoveries()).hasSizeGreaterThan(1));
        }
    }

    private static void awaitMore(List<String> answered) {
        int before = answered.size();
        await().atMost(PATIENCE).until(() -> answered.size() > before + EACH);
    }

    private static List<ReturningReader> readers(TestNode node) {
        var readers =
                IntStream.range(0, CHANNELS).mapToObj(i -> node.read("c" + i)).toList();
        await().atMost(PATIENCE).until(() -> readers.stream().allMatch(ReturningReader::isSubscribed));
        return readers;
    }

    private static void publishAll(TestNode node, String prefix) {
        for (int i = 0; i < EACH; i++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                join(node.publish("c" + channel, prefix + i));
            }
        }
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
