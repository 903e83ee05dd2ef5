package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.core.contract.HeardChanges;
import dev.fanfare.core.port.Occupancy;
import dev.fanfare.engine.redis.server.RedisProcess;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Occupancy after crashes of nodes and of the server. */
class OccupancyCrashTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration DEBOUNCE = Duration.ofMillis(300);
    private static final Duration REFRESH = Duration.ofMillis(400);

    /** Nodes expire only in {@link #expire}. */
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final RedisSettings settings = TestRedis.settings().withNodes(REFRESH, EXPIRY);
    private final List<RedisEngine> engines = new ArrayList<>();
    private final List<HeardChanges> listeners = new ArrayList<>();

    @AfterEach
    void closeEngines() {
        engines.forEach(RedisEngine::close);
    }

    @Test
    void channels_nodeCrashed_areReportedByASurvivor() {
        try (var proxy = new TcpProxy(TestRedis.server().port())) {
            var heard = new HeardChanges();
            var dying = node(through(proxy), new HeardChanges());
            var living = node(settings, heard);
            dying.enter("alone");
            dying.enter("shared");
            living.enter("shared");
            living.enter("other");
            // Reported by either node.
            await().atMost(PATIENCE).until(() -> reported().size() == 3);

            proxy.cut();
            expire(engines.getFirst());

            await().atMost(PATIENCE).until(() -> heard.of("alone").endsWith("-"));
            assertThat(heard.of("shared")).doesNotContain("-");
            assertThat(heard.of("other")).doesNotContain("-");
        }
    }

    @Test
    void change_claimedByCrashedNode_isReportedWithTheSameId() {
        try (var proxy = new TcpProxy(TestRedis.server().port())) {
            var never = new HeardChanges();
            never.holdUntil(new CompletableFuture<>());
            node(through(proxy), never).enter("room");
            await().atMost(PATIENCE).until(() -> !never.changes().isEmpty());
            var heard = new HeardChanges();
            node(settings, heard).enter("room");

            proxy.cut();
            expire(engines.getFirst());

            await().atMost(PATIENCE).until(() -> heard.of("room").equals("+"));
            assertThat(heard.changes().getFirst().id())
                    .isEqualTo(never.changes().getFirst().id());
        }
    }

    @Test
    void channel_leftWhileCrashingNodeReports_hasBothChanges() {
        try (var proxy = new TcpProxy(TestRedis.server().port())) {
            var never = new HeardChanges();
            never.holdUntil(new CompletableFuture<>());
            var dying = node(through(proxy), never);
            dying.enter("left");
            dying.enter("kept");
            await().atMost(PATIENCE).until(() -> never.changes().size() == 2);
            dying.leave("left");
            dying.enter("later");
            await().atMost(PATIENCE).until(() -> never.of("later").equals("+"));
            var heard = new HeardChanges();
            node(settings, heard);

            proxy.cut();
            expire(engines.getFirst());

            await().atMost(PATIENCE)
                    .until(() ->
                            heard.of("left").equals("+-") && heard.of("kept").equals("+-"));
        }
    }

    @Test
    void change_claimedByRunningNode_isNotReportedByAnother() {
        var slow = new HeardChanges();
        var done = new CompletableFuture<Void>();
        slow.holdUntil(done);
        node(settings, slow, Duration.ofSeconds(2)).enter("room"); // looks for changes less often than the other node
        await().atMost(PATIENCE).until(() -> !slow.changes().isEmpty());
        var heard = new HeardChanges();
        node(settings, heard);
        for (int i = 0; i < 5; i++) {
            makeDue();
            await().atMost(PATIENCE).until(() -> !isDue("room"));
        }

        assertThat(heard.of("room")).isEmpty();
        assertThat(slow.of("room")).isEqualTo("+");
        done.complete(null);
    }

    @Test
    void claim_inAnotherFormat_isSkippedWithoutError() {
        var keys = settings.locations().getFirst().keys();
        TestRedis.server().run(redis -> {
            redis.hset(keys.claims(), "foreign", "2;claim");
            redis.zadd(keys.due(), 1, "foreign");
        });
        var heard = new HeardChanges();
        var faults = new ListAppender<ILoggingEvent>();
        faults.start();
        var logger = (Logger) LoggerFactory.getLogger("dev.fanfare.engine.redis.link.LinkLog");
        logger.addAppender(faults);

        node(settings, heard).enter("room");

        await().atMost(PATIENCE).until(() -> heard.of("room").equals("+"));
        logger.detachAppender(faults);
        assertThat(heard.of("foreign")).isEmpty();
        assertThat(List.copyOf(faults.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("nil value"));
    }

    @Test
    void close_leavesAllChannelsAtOnce() {
        var heard = new HeardChanges();
        var closing = new RedisEngine(settings);
        closing.occupancy().start(DEBOUNCE, heard);
        node(settings, heard).enter("other");
        closing.occupancy().enter("room");
        await().atMost(PATIENCE)
                .until(() -> heard.of("room").equals("+") && heard.of("other").equals("+"));

        closing.close();

        await().atMost(PATIENCE).until(() -> heard.of("room").equals("+-"));
    }

    @Test
    void redis_lostAllData_receivesAllChannelsAgain() {
        try (var redis = RedisProcess.start()) {
            var own = TestRedis.settings(redis.url()).withNodes(REFRESH, EXPIRY);
            var heard = new HeardChanges();
            var node = node(own, heard);
            node.enter("room");
            await().atMost(PATIENCE).until(() -> heard.of("room").equals("+"));

            redis.kill();
            redis.restart();

            await().atMost(PATIENCE).until(() -> heard.of("room").equals("++"));
            node.leave("room");
            await().atMost(PATIENCE).until(() -> heard.of("room").equals("++-"));
        }
    }

    @Test
    void channels_leftDuringOutage_areVacatedAfterIt() {
        try (var proxy = new TcpProxy(TestRedis.server().port())) {
            var heard = new HeardChanges();
            var cutOff = node(through(proxy), heard);
            cutOff.enter("left");
            cutOff.enter("kept");
            await().atMost(PATIENCE)
                    .until(() ->
                            heard.of("left").equals("+") && heard.of("kept").equals("+"));

            proxy.cut();
            cutOff.leave("left");
            expire(engines.getFirst());
            proxy.open();

            await().atMost(PATIENCE).until(() -> heard.of("left").equals("+-"));
            assertThat(heard.of("kept")).isEqualTo("+");
        }
    }

    @Test
    void node_callsRefusedTemporarily_reportsAllLater() {
        var tight = settings.withLink(settings.link().withMaxWaitingBytes(1));
        var heard = new HeardChanges();
        var node = node(tight, heard);
        var link = engines.getLast();
        for (int i = 0; i < 200; i++) {
            node.enter("room" + i);
            link.presence().stats("room" + i); // takes the room for other calls
        }

        await().atMost(PATIENCE).until(() -> heard.changes().size() >= 200);
        assertThat(heard.changes().stream().map(Occupancy.Change::channel)).doesNotHaveDuplicates();
        var names = new ArrayList<String>();
        RedisProcess.command(
                TestRedis.server().port(),
                redis -> names.addAll(redis.zrange(new Keys(settings.prefix(), null).occupants(), 0, -1)));
        assertThat(names).hasSize(1);
    }

    /** Expires the names of a node and makes its claims due. */
    private void expire(RedisEngine engine) {
        var occupants = keys().occupants();
        TestRedis.server()
                .run(redis -> redis.zrange(occupants, 0, -1).stream()
                        .filter(name -> name.startsWith(engine.cluster().self() + "."))
                        .forEach(name -> redis.zadd(occupants, ZAddArgs.Builder.xx(), 1, name)));
        makeDue();
    }

    private void makeDue() {
        var due = keys().due();
        TestRedis.server()
                .run(redis -> redis.zrange(due, 0, -1)
                        .forEach(channel -> redis.zadd(due, ZAddArgs.Builder.xx(), 1, channel)));
    }

    private boolean isDue(String channel) {
        var score = new AtomicReference<@Nullable Double>();
        TestRedis.server().run(redis -> score.set(redis.zscore(keys().due(), channel)));
        return Double.valueOf(1).equals(score.get());
    }

    private Keys keys() {
        return settings.locations().getFirst().keys();
    }

    private List<Occupancy.Change> reported() {
        return listeners.stream().flatMap(each -> each.changes().stream()).toList();
    }

    private Occupancy node(RedisSettings of, HeardChanges heard) {
        return node(of, heard, DEBOUNCE);
    }

    private Occupancy node(RedisSettings of, HeardChanges heard, Duration debounce) {
        var engine = new RedisEngine(of);
        engines.add(engine);
        listeners.add(heard);
        engine.occupancy().start(debounce, heard);
        return engine.occupancy();
    }

    private RedisSettings through(TcpProxy proxy) {
        return new RedisSettings(
                List.of(proxy.url()),
                settings.prefix(),
                settings.idempotencyWindow(),
                settings.nodeRefreshInterval(),
                settings.nodeExpiry(),
                settings.maxSeenPositions(),
                settings.clusterPartitions(),
                settings.link());
    }
}
