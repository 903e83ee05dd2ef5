package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random schedules of a rolling upgrade from a release without earlier epochs, on a real server. During the upgrade, nodes of both
 * releases publish and serve clients, and the server fails over without a loss. Afterwards, failovers also lose publications.
 */
@Tag("full")
@Timeout(600)
class UpgradeSchedulesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SCHEDULES = 50;
    private static final int STEPS = 40;
    private static final int CLIENTS = 4;
    private static final String OLDER = "older";

    private final RedisProcess server = RedisProcess.start();
    private final RedisSettings settings = TestRedis.settings(server.url())
            .withPrefix("upgrade")
            .withNodes(Duration.ofMillis(50), Duration.ofSeconds(10));
    private final Keys keys = settings.locations().getFirst().keys();
    private final RedisClient client = RedisClient.create(server.url());
    private final RedisCommands<String, byte[]> redis =
            client.connect(Link.CODEC).sync();
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<Schedule> schedules =
            IntStream.range(0, SCHEDULES).mapToObj(Schedule::new).toList();
    private int refusedDuring;
    private int recoveredAfter;
    private int refusedAfter;

    /** A client with everything that it has received. */
    private static final class Client {
        private List<String> view = List.of();
        private StreamPosition position = StreamPosition.NONE;
    }

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
        client.shutdown(0, 0, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void upgrade_refusesNoClient_andHidesNoLaterLoss() {
        redis.zadd(keys.nodes(), Double.MAX_VALUE, utf8(OLDER));
        startNodes();

        schedules.forEach(Schedule::upgrade);
        assertThat(refusedDuring).isZero();

        redis.zrem(keys.nodes(), utf8(OLDER));
        awaitTerms();
        schedules.forEach(Schedule::loseWrites);
        assertThat(recoveredAfter).isGreaterThan(SCHEDULES);
        assertThat(refusedAfter).isGreaterThan(SCHEDULES);
    }

    /** The schedules detect nodes that begin terms although nodes of the previous release are running. */
    @Test
    void upgrade_withUnknownOlderNodes_refusesClients() {
        startNodes();
        awaitTerms();

        schedules.forEach(Schedule::upgrade);

        assertThat(refusedDuring).isPositive();
    }

    private void startNodes() {
        for (int i = 0; i < 2; i++) {
            nodes.add(new TestNode(settings));
            nodes.get(i).engine().ready().toCompletableFuture().join();
        }
    }

    /** Waits until each node begins terms in the metadata of the previous release. */
    private void awaitTerms() {
        for (var node : nodes) {
            var channel = "term-" + nodes.indexOf(node);
            await().atMost(PATIENCE).until(() -> {
                redis.hset(keys.meta(channel), Map.of("e", utf8("e"), "s", utf8("0")));
                redis.hdel(keys.meta(channel), "r", "l");
                return !node.publishAll(channel, "x").getFirst().epoch().equals("e");
            });
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** The random steps in one channel. */
    private final class Schedule {
        private final Random random;
        private final String channel;
        private final String meta;
        private final String stream;
        private final List<Client> clients =
                Stream.generate(Client::new).limit(CLIENTS).toList();
        private List<String> texts = new ArrayList<>();
        private int published;

        Schedule(int seed) {
            random = new Random(seed);
            channel = "seed-" + seed;
            meta = keys.meta(channel);
            stream = keys.stream(channel);
        }

        /** The channel exists before the upgrade. */
        void upgrade() {
            redis.hset(meta, Map.of("e", utf8("before-" + channel), "s", utf8("0")));
            publishByOlderNode();
            for (int i = 0; i < STEPS; i++) {
                switch (random.nextInt(8)) {
                    case 0 -> server.failOver();
                    case 1, 2 -> publishByOlderNode();
                    case 3, 4 -> publish();
                    default -> refusedDuring += comeBack(anyClient(), random.nextBoolean()) ? 0 : 1;
                }
            }
        }

        /** The data goes back to that of an earlier step at a failover, possibly to that of the upgrade. */
        void loseWrites() {
            var saved = List.copyOf(texts);
            var savedMeta = redis.dump(meta);
            var savedStream = redis.dump(stream);
            for (int i = 0; i < STEPS; i++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        restore(meta, savedMeta);
                        restore(stream, savedStream);
                        texts = new ArrayList<>(saved);
                        server.failOver();
                    }
                    case 1 -> {
                        saved = List.copyOf(texts);
                        savedMeta = redis.dump(meta);
                        savedStream = redis.dump(stream);
                    }
                    case 2, 3, 4 -> publish();
                    default -> {
                        boolean recovered = comeBack(anyClient(), false);
                        recoveredAfter += recovered ? 1 : 0;
                        refusedAfter += recovered ? 0 : 1;
                    }
                }
            }
        }

        private Client anyClient() {
            return clients.get(random.nextInt(CLIENTS));
        }

        private TestNode anyNode() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        private String next() {
            return channel + " " + ++published;
        }

        private void publish() {
            var text = next();
            anyNode().publishAll(channel, text);
            texts.add(text);
        }

        /** The previous release writes neither the replication id nor the earlier epochs. */
        private void publishByOlderNode() {
            var text = next();
            long offset = redis.hincrby(meta, "s", 1);
            redis.xadd(
                    stream,
                    new XAddArgs().id(offset + "-0"),
                    Map.of("d", Envelope.body(Publication.of(Payload.text(text)))));
            texts.add(text);
        }

        /** Returns false if a client that knows a position cannot recover. */
        private boolean comeBack(Client returning, boolean onOlderNode) {
            boolean isNew = returning.position.equals(StreamPosition.NONE);
            var missed = onOlderNode ? missedOnOlderNode(returning) : missed(returning);
            if (missed != null && !isNew) {
                var view = new ArrayList<>(returning.view);
                view.addAll(missed);
                assertThat(view).as("%s", channel).isEqualTo(texts);
            }
            returning.view = List.copyOf(texts);
            return missed != null || isNew;
        }

        private @Nullable List<String> missed(Client returning) {
            var answer = anyNode().recover(channel, returning.position, RecoveryMode.STREAM_RECOVERY);
            returning.position = answer.position() == null ? StreamPosition.NONE : answer.position();
            return answer.recovery() == Recovery.RECOVERED ? TestNode.texts(answer) : null;
        }

        /** The previous release accepts only positions of the current epoch. */
        private @Nullable List<String> missedOnOlderNode(Client returning) {
            var since = returning.position;
            var epoch = text(redis.hget(meta, "e"));
            long top = Long.parseLong(text(redis.hget(meta, "s")));
            returning.position = new StreamPosition(epoch, top);
            if (!since.epoch().equals(epoch) || since.offset() > top) {
                return null;
            }
            return redis
                    .xrange(
                            stream,
                            Range.from(Range.Boundary.excluding(since.offset() + "-0"), Range.Boundary.unbounded()))
                    .stream()
                    .map(entry -> Envelope.publication(
                                    Objects.requireNonNull(entry.getBody().get("d")), since)
                            .payload()
                            .text())
                    .toList();
        }

        /** A history that has begun anew has no entries. */
        private void restore(String key, byte @Nullable [] dump) {
            if (dump == null) {
                redis.del(key);
            } else {
                redis.restore(key, dump, RestoreArgs.Builder.ttl(0).replace());
            }
        }
    }
}
