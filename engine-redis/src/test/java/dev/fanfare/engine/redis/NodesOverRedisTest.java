package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.node.Recovery;
import dev.fanfare.engine.redis.ReturningReader.Read;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several nodes in one process, each with its own engine, loop and readers. */
class NodesOverRedisTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CHANNELS = 10;
    private static final int PUBLICATIONS = 3_000;
    private static final int IN_FLIGHT = 256;

    @Test
    void publish_threeNodes_isOneOrderWithoutGapOrRepeat() {
        var settings = TestRedis.settings();
        var nodes = Stream.generate(() -> new TestNode(settings)).limit(3).toList();
        var steady = readers(nodes);
        var flapping = readers(nodes);
        await().atMost(PATIENCE).until(() -> steady.stream().allMatch(ReturningReader::isSubscribed));
        var done = new AtomicBoolean();
        var flapper = Thread.ofPlatform().start(() -> flap(flapping, done));

        publishAll(nodes);

        int each = PUBLICATIONS / CHANNELS;
        await().atMost(PATIENCE)
                .until(() -> steady.stream().allMatch(reader -> reader.all().size() == each));
        done.set(true);
        await().atMost(PATIENCE).until(() -> !flapper.isAlive());
        await().atMost(PATIENCE).until(() -> flapping.stream().allMatch(reader -> endsAt(reader, each)));

        for (int i = 0; i < steady.size(); i++) {
            var first = steady.get(i % CHANNELS);
            assertThat(steady.get(i).all()).isEqualTo(first.all());
            assertThat(offsets(first))
                    .isEqualTo(LongStream.rangeClosed(1, each).boxed().toList());
            assertThat(first.texts()).doesNotHaveDuplicates();
            assertThat(first.all()).endsWith(flapping.get(i).all().toArray(Read[]::new));
        }
        assertThat(steady).allSatisfy(reader -> assertThat(reader.faults()).isEmpty());
        assertThat(flapping).allSatisfy(reader -> assertThat(reader.faults()).isEmpty());
        assertThat(flapping)
                .allSatisfy(reader -> assertThat(reader.recoveries()).doesNotContain(Recovery.NOT_RECOVERED));
        assertThat(flapping)
                .allSatisfy(reader -> assertThat(reader.recoveries()).contains(Recovery.RECOVERED));
        nodes.forEach(TestNode::close);
    }

    @Test
    void redis_killedWithFsync_losesNothing() {
        try (var redis = RedisProcess.startDurable()) {
            var settings = TestRedis.settings(redis.url());
            try (var writer = new TestNode(settings);
                    var other = new TestNode(settings)) {
                var reader = other.read("news");
                await().atMost(PATIENCE).until(reader::isSubscribed);
                var answered = new ArrayList<String>();
                for (int round = 0; round < 3; round++) {
                    publishUntilKilled(writer, redis, answered, round);
                    redis.restart();
                }
                publishUntilAnswered(writer, answered, "end");

                await().atMost(PATIENCE).until(() -> reader.texts().contains("end"));
                assertThat(reader.texts()).containsSubsequence(answered).doesNotHaveDuplicates();
                assertThat(reader.faults()).isEmpty();
                assertThat(reader.recoveries()).doesNotContain(Recovery.NOT_RECOVERED);
            }
        }
    }

    @Test
    void redis_killedWithoutData_readersAreNotified() {
        try (var redis = RedisProcess.start()) {
            var settings = TestRedis.settings(redis.url());
            try (var writer = new TestNode(settings);
                    var other = new TestNode(settings)) {
                var reader = other.read("news");
                await().atMost(PATIENCE).until(reader::isSubscribed);
                publishUntilAnswered(writer, new ArrayList<>(), "lost");
                await().atMost(PATIENCE).until(() -> reader.texts().contains("lost"));

                redis.kill();
                redis.restart();

                await().atMost(PATIENCE).until(() -> reader.recoveries().contains(Recovery.NOT_RECOVERED));
                publishUntilAnswered(writer, new ArrayList<>(), "new life");
                await().atMost(PATIENCE).until(() -> reader.texts().contains("new life"));
                assertThat(reader.faults()).isEmpty();
                assertThat(reader.all().stream()
                                .map(read -> read.position().epoch())
                                .distinct())
                        .hasSize(2);
            }
        }
    }

    @Test
    void node_cutOff_losesPresenceAndRegistration() {
        var direct = TestRedis.settings().withNodes(Duration.ofMillis(400), Duration.ofSeconds(1));
        try (var proxy = new TcpProxy(TestRedis.server().port());
                var dying = new TestNode(through(proxy, direct));
                var living = new TestNode(direct)) {
            var options = ChannelOptions.defaults().presence();
            join(dying, "c1", options);
            join(living, "c2", options);
            await().atMost(PATIENCE).until(() -> clients(living) == 2 && nodes(living) == 2);

            proxy.cut();

            await().atMost(PATIENCE).until(() -> clients(living) == 1 && nodes(living) == 1);
        }
    }

    private static RedisSettings through(TcpProxy proxy, RedisSettings direct) {
        return new RedisSettings(
                List.of(proxy.url()),
                direct.prefix(),
                direct.idempotencyWindow(),
                direct.nodeRefreshInterval(),
                direct.nodeExpiry(),
                direct.maxSeenPositions(),
                direct.clusterPartitions(),
                direct.link());
    }

    private static void join(TestNode node, String client, ChannelOptions options) {
        node.loop()
                .call(() -> FakeClient.connect(node.node(), node.loop())
                        .identify(client, client)
                        .subscribe("room", options, null))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static int clients(TestNode node) {
        return node.engine()
                .presence()
                .stats("room")
                .toCompletableFuture()
                .join()
                .clients();
    }

    private static int nodes(TestNode node) {
        return node.engine().cluster().nodes().toCompletableFuture().join().size();
    }

    private static List<ReturningReader> readers(List<TestNode> nodes) {
        return nodes.stream()
                .flatMap(node -> IntStream.range(0, CHANNELS).mapToObj(i -> node.read("c" + i)))
                .toList();
    }

    /** Disconnects and reconnects the readers in turn, each at least once, until the work is done. */
    private static void flap(List<ReturningReader> readers, AtomicBoolean done) {
        for (int i = 0; i < readers.size() || !done.get(); i++) {
            var reader = readers.get(i % readers.size());
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(reader::isSubscribed);
            reader.flap();
        }
    }

    private static void publishAll(List<TestNode> nodes) {
        var left = new CountDownLatch(PUBLICATIONS);
        for (int n = 0; n < nodes.size(); n++) {
            int number = n;
            Thread.ofPlatform().start(() -> publishShare(nodes.get(number), number, nodes.size(), left));
        }
        await().atMost(PATIENCE).until(() -> left.getCount() == 0);
    }

    private static void publishShare(TestNode node, int share, int shares, CountDownLatch left) {
        var room = new Semaphore(IN_FLIGHT);
        for (int i = share; i < PUBLICATIONS; i += shares) {
            room.acquireUninterruptibly();
            node.publish("c" + i % CHANNELS, Integer.toString(i)).whenComplete((answer, failure) -> {
                room.release();
                if (answer instanceof Accepted) {
                    left.countDown();
                }
            });
        }
    }

    /** Publishes sequentially while the server is killed. */
    private static void publishUntilKilled(TestNode writer, RedisProcess redis, List<String> answered, int round) {
        publishUntilAnswered(writer, answered, round + " begins");
        var killer = Thread.ofPlatform().unstarted(redis::kill);
        for (int i = 0; ; i++) {
            var text = round + ":" + i;
            try {
                writer.publish("news", text).toCompletableFuture().join();
                answered.add(text);
            } catch (CompletionException away) {
                break;
            }
            if (i == 50) {
                killer.start();
            }
        }
        await().atMost(PATIENCE).until(() -> !killer.isAlive());
    }

    private static void publishUntilAnswered(TestNode writer, List<String> answered, String text) {
        await().atMost(PATIENCE)
                .until(() -> writer.publish("news", text)
                        .handle((answer, failure) -> failure == null)
                        .toCompletableFuture()
                        .join());
        answered.add(text);
    }

    private static boolean endsAt(ReturningReader reader, long offset) {
        var all = reader.all();
        return !all.isEmpty() && all.getLast().position().offset() == offset;
    }

    private static List<Long> offsets(ReturningReader reader) {
        return reader.all().stream()
                .map(Read::position)
                .map(StreamPosition::offset)
                .toList();
    }
}
