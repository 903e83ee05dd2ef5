package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/**
 * Two data servers and three sentinels under load, with failovers that fork histories. Sentinels, replicas and two of the nodes
 * reach a data server through a proxy, which creates partitions. Two further nodes each have a direct connection to one data
 * server, so they publish to a primary that the others cannot reach.
 */
@Tag("full")
@Isolated("counts the lines of the log")
@Timeout(600)
class SentinelForksTest {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SentinelForksTest.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAME = "fanfare";
    private static final String LOCAL = "127.0.0.1";
    private static final int SENTINELS = 3;
    private static final int ROUNDS = 3;
    private static final int READERS = 9;
    /** Maximum number of warnings and errors that each node logs for a partition or a crash. */
    private static final int MAX_LINES_PER_FAULT = 3;

    private static final List<String> CHANNELS = List.of("room", "news", "ticks");
    private static final LinkSettings IMPATIENT =
            LinkSettings.DEFAULTS.withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(5));

    /** A data server and the proxy in front of it. */
    private record Data(RedisProcess server, TcpProxy proxy, int port) {}

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final List<Data> data = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<RoamingReader> readers = new ArrayList<>();
    private final Map<String, Map<String, StreamPosition>> acknowledged = new ConcurrentHashMap<>();
    /** The histories of each channel at the primaries of the run, in order. */
    private final Map<String, List<List<String>>> histories = new HashMap<>();

    private final AtomicInteger published = new AtomicInteger();
    private final CountDownLatch faultsEnded = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void start() {
        logged.list = new CopyOnWriteArrayList<>();
        logged.start();
        root.addAppender(logged);
        data.add(startData());
        data.add(startData());
        RedisProcess.command(
                data.getLast().server().port(),
                redis -> redis.replicaof(LOCAL, data.getFirst().port()));
        await().atMost(PATIENCE).until(() -> isReplica(data.getLast()));
        IntStream.range(0, SENTINELS)
                .forEach(i -> sentinels.add(
                        RedisProcess.startSentinel(NAME, data.getFirst().port(), SENTINELS / 2 + 1)));
        sentinels.forEach(sentinel ->
                await().atMost(PATIENCE).until(() -> sentinel.info("sentinel").contains("slaves=1,sentinels=3")));
        var settings = TestRedis.settings(sentinels.stream()
                .map(each -> LOCAL + ":" + each.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/0#" + NAME)));
        var urls = new ArrayList<>(List.of(settings, settings));
        data.forEach(each -> urls.add(RedisSettings.of(each.server().url()).withPrefix(settings.prefix())));
        urls.forEach(each -> nodes.add(new TestNode(each.withLink(IMPATIENT))));
        nodes.subList(0, 2)
                .forEach(node -> node.engine().ready().toCompletableFuture().join());
        CHANNELS.forEach(channel -> acknowledged.put(channel, new ConcurrentHashMap<>()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        root.detachAppender(logged);
        faultsEnded.countDown();
        for (var thread : threads) {
            thread.join();
        }
        nodes.forEach(TestNode::close);
        sentinels.forEach(RedisProcess::close);
        data.forEach(each -> {
            each.server().close();
            each.proxy().close();
        });
    }

    @Test
    void failovers_underLoad_hideNoLoss() {
        LOG.info("seed {}", seed);
        IntStream.range(0, READERS).forEach(i -> readers.add(new RoamingReader(CHANNELS.get(i % CHANNELS.size()))));
        threads.add(repeat(random.split(), this::moveOne));
        threads.add(repeat(random.split(), this::publishOne));
        awaitPublications();
        recordHistories();

        for (int i = 0; i < ROUNDS; i++) {
            partition();
            crash();
        }
        settle();
        recordHistories();

        long lost = 0;
        var faults = new ArrayList<String>();
        for (var channel : CHANNELS) {
            var recorded = Objects.requireNonNull(histories.get(channel));
            for (var history : recorded) {
                boolean isFinal = history == recorded.getLast();
                var audit = new ForkAudit(history);
                long missing = audit.acknowledged(acknowledged(channel));
                lost += isFinal ? missing : 0;
                readers.stream()
                        .filter(reader -> reader.channel().equals(channel))
                        .forEach(reader -> audit.received(reader, isFinal));
                faults.addAll(audit.faults());
            }
        }
        int recovered = readers.stream().mapToInt(RoamingReader::recovered).sum();
        var lines = logged.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
        LOG.info("{} published, {} acknowledged and lost, {} recoveries", published, lost, recovered);
        assertThat(faults).isEmpty();
        assertThat(lost).isPositive();
        assertThat(recovered).isPositive();
        assertThat(lines).noneMatch(line -> line.getThrowableProxy() != null);
        assertThat(lines).hasSizeBetween(ROUNDS * 2, ROUNDS * 2 * nodes.size() * MAX_LINES_PER_FAULT);
    }

    /** The primary is cut off from all but one node, and its replica takes over. */
    private void partition() {
        var former = primary();
        former.proxy().cut();
        await().atMost(PATIENCE).until(() -> primary() != former);
        awaitPublications();
        recordHistories();
        former.proxy().open();
        awaitReplication();
        awaitPublications();
        recordHistories();
    }

    /** The primary crashes and starts again from a snapshot. Its replica takes over, unless the start is faster. */
    private void crash() {
        var former = primary();
        RedisProcess.command(former.server().port(), RedisCommands::save);
        awaitPublications();
        former.server().kill();
        if (random.nextBoolean()) {
            await().atMost(PATIENCE).until(() -> primary() != former);
        }
        former.server().restart();
        awaitPublications();
        awaitReplication();
        awaitPublications();
        recordHistories();
    }

    /** Reads the histories of the current primary. */
    private void recordHistories() {
        for (var channel : CHANNELS) {
            histories.computeIfAbsent(channel, name -> new ArrayList<>()).add(history(channel));
        }
    }

    /** Ends the faults, and waits until all readers have received a last publication. */
    private void settle() {
        faultsEnded.countDown();
        await().atMost(PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));
        readers.forEach(reader -> reader.move(nodes.getFirst()));
        for (var channel : CHANNELS) {
            var last = "last of " + channel;
            await().atMost(PATIENCE)
                    .until(() -> publish(nodes.getFirst(), channel, "first of the end" + published.incrementAndGet())
                            && publish(nodes.getFirst(), channel, last + published.get()));
            var ending = last + published.get();
            readers.stream()
                    .filter(reader -> reader.channel().equals(channel))
                    .forEach(reader -> await().atMost(PATIENCE).until(() -> isAt(reader, ending)));
        }
    }

    /** A reader that was notified of a loss may have begun after the last publication. */
    private boolean isAt(RoamingReader reader, String ending) {
        if (reader.isIdle()) {
            reader.move(nodes.getFirst());
        }
        var spans = reader.spans();
        boolean began = !spans.isEmpty() && spans.getLast().reads().isEmpty();
        return reader.isSubscribed() && (began || reader.latest().equals(ending));
    }

    private List<String> history(String channel) {
        var broker = nodes.getFirst().engine().broker();
        var page = await().atMost(PATIENCE)
                .until(
                        () -> broker.history(channel, new HistoryQuery(null, -1, false))
                                .handle((answer, failure) -> Optional.ofNullable(answer))
                                .toCompletableFuture()
                                .join(),
                        Optional::isPresent);
        return page.orElseThrow().publications().stream()
                .map(publication -> publication.payload().text())
                .toList();
    }

    private void moveOne(SplittableRandom chance) {
        var reader = readers.get(chance.nextInt(readers.size()));
        if (reader.isIdle() || chance.nextInt(8) == 0) {
            reader.move(nodes.get(chance.nextInt(nodes.size())));
        }
    }

    private void publishOne(SplittableRandom chance) {
        var channel = CHANNELS.get(chance.nextInt(CHANNELS.size()));
        attempt(nodes.get(chance.nextInt(nodes.size())), channel, "p" + published.incrementAndGet());
    }

    private boolean publish(TestNode node, String channel, String text) {
        attempt(node, channel, text).join();
        return acknowledged(channel).containsKey(text);
    }

    private CompletableFuture<Boolean> attempt(TestNode node, String channel, String text) {
        return node.publish(channel, text)
                .handle((result, failure) -> {
                    if (result instanceof Accepted accepted && accepted.position() != null) {
                        acknowledged(channel).put(text, accepted.position());
                    }
                    return failure == null;
                })
                .toCompletableFuture();
    }

    /** Waits until a number of publishes have been acknowledged. */
    private void awaitPublications() {
        long until = acknowledgedCount() + 200;
        await().atMost(PATIENCE).until(() -> acknowledgedCount() > until);
    }

    private Map<String, StreamPosition> acknowledged(String channel) {
        return Objects.requireNonNull(acknowledged.get(channel));
    }

    private long acknowledgedCount() {
        return acknowledged.values().stream().mapToInt(Map::size).sum();
    }

    private Thread repeat(SplittableRandom chance, Consumer<SplittableRandom> action) {
        return Thread.ofPlatform().start(() -> {
            try {
                while (!faultsEnded.await(5, TimeUnit.MILLISECONDS)) {
                    action.accept(chance);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The server that the sentinels regard as the primary. */
    private Data primary() {
        var known = sentinels.getFirst().info("sentinel");
        return data.stream()
                .filter(each -> known.contains("address=" + LOCAL + ":" + each.port() + ","))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until there is one primary and one replica. The sentinels can exchange the roles meanwhile. */
    private void awaitReplication() {
        await().atMost(PATIENCE).until(() -> {
            var primary = primary();
            return isPrimary(primary) && data.stream().allMatch(each -> each == primary || isReplica(each));
        });
    }

    private boolean isPrimary(Data each) {
        return each.server().info("replication").contains("role:master");
    }

    private boolean isReplica(Data each) {
        var replication = each.server().info("replication");
        return replication.contains("role:slave") && replication.contains("master_link_status:up");
    }

    private static Data startData() {
        try {
            var acceptor = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            int port = acceptor.getLocalPort();
            var server = RedisProcess.startInstalled(
                    "--replica-announce-ip",
                    LOCAL,
                    "--replica-announce-port",
                    Integer.toString(port),
                    "--repl-diskless-sync-delay",
                    "0");
            return new Data(server, new TcpProxy(acceptor, server.port()), port);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
