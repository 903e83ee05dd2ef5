package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.LoggerFactory;

/** Histories that lose their latest publications and continue, on one server. */
@Execution(ExecutionMode.CONCURRENT)
class HistoryForksTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CHANNEL = "news";
    private static final int FAILOVERS = 1_000;
    private static final int EPOCHS_KEPT = 32;

    private final RedisProcess redis = RedisProcess.start();
    private final RedisSettings settings = TestRedis.settings(redis.url());
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        closeNodes();
        redis.close();
    }

    @Test
    void snapshotRestored_reusedOffsets_areReported() {
        var kept = node().publishAll(CHANNEL, "1", "2", "3").getLast();
        redis(RedisCommands::save);
        var lost = nodes.getLast().publishAll(CHANNEL, "4", "5");
        restoreSnapshot();

        var node = node();
        assertThat(node.missed(CHANNEL, kept)).isEmpty();
        assertThat(lost)
                .allSatisfy(each -> assertThat(node.missed(CHANNEL, each)).isNull());
        var fork = node.publishAll(CHANNEL, "a", "b", "c", "d");

        assertThat(fork.getFirst().offset()).isEqualTo(4);
        assertThat(fork).extracting(StreamPosition::epoch).doesNotContain(kept.epoch());
        assertThat(node.missed(CHANNEL, kept)).containsExactly("a", "b", "c", "d");
        assertThat(lost)
                .allSatisfy(each -> assertThat(node.missed(CHANNEL, each)).isNull());
    }

    @Test
    void recovery_anotherEpoch_returnsTheCurrentOne() {
        var before = node().publishAll(CHANNEL, "1", "2");
        redis.failOver();
        var after = nodes.getLast().publishAll(CHANNEL, "3");

        var answer = nodes.getLast().recover(CHANNEL, before.getFirst(), RecoveryMode.STREAM_RECOVERY);

        assertThat(answer.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(answer.position()).isEqualTo(after.getLast());
        assertThat(answer.publications())
                .extracting(publication -> publication.position())
                .containsExactly(new StreamPosition(after.getLast().epoch(), 2), after.getLast());
    }

    @Test
    void reader_cutDuringReplay_returnsBelowTheStartOfTheTerm() {
        var before = node().publishAll(CHANNEL, "1", "2", "3", "4");
        redis.failOver();
        nodes.getLast().publishAll(CHANNEL, "5", "6");
        var replay = nodes.getLast().recover(CHANNEL, before.getFirst(), RecoveryMode.STREAM_RECOVERY);
        var cutAt = new StreamPosition(Objects.requireNonNull(replay.position()).epoch(), 2);

        assertThat(cutAt.epoch()).isNotEqualTo(before.getFirst().epoch());
        assertThat(replay.publications().getFirst().position()).isEqualTo(cutAt);
        assertThat(nodes.getLast().missed(CHANNEL, cutAt)).containsExactly("3", "4", "5", "6");
        redis.failOver();
        var last = nodes.getLast().publishAll(CHANNEL, "7").getLast();
        assertThat(last.epoch()).isNotIn(before.getFirst().epoch(), cutAt.epoch());
        assertThat(nodes.getLast().missed(CHANNEL, cutAt)).containsExactly("3", "4", "5", "6", "7");
    }

    @Test
    void readers_newTerm_returnAndRecover() {
        var reader = node().read(CHANNEL);
        await().atMost(PATIENCE).until(reader::isSubscribed);
        nodes.getLast().publishAll(CHANNEL, "1", "2");
        redis.failOver();
        nodes.getLast().publishAll(CHANNEL, "3", "4");

        await().atMost(PATIENCE).until(() -> reader.texts().equals(List.of("1", "2", "3", "4")));
        assertThat(reader.faults()).isEmpty();
        assertThat(reader.recoveries()).containsExactly(Recovery.NOT_ASKED, Recovery.RECOVERED);
    }

    @Test
    void staleNode_silentChannel_isNotified() {
        try (var proxy = new TcpProxy(redis.port())) {
            var stale = node(through(proxy.url()));
            var reader = stale.read(CHANNEL);
            await().atMost(PATIENCE).until(reader::isSubscribed);
            var writer = node();
            writer.publishAll(CHANNEL, "1", "2", "3");
            redis(RedisCommands::save);
            writer.publishAll(CHANNEL, "4", "5");
            await().atMost(PATIENCE).until(() -> reader.all().size() == 5);
            proxy.cut();
            restart();
            proxy.open();

            await().atMost(PATIENCE).until(() -> reader.recoveries().size() == 2);
            assertThat(reader.recoveries()).containsExactly(Recovery.NOT_ASKED, Recovery.NOT_RECOVERED);
        }
    }

    @Test
    void staleNode_offsetsReusedMeanwhile_isNotified() {
        try (var proxy = new TcpProxy(redis.port())) {
            var stale = node(through(proxy.url()));
            var reader = stale.read(CHANNEL);
            await().atMost(PATIENCE).until(reader::isSubscribed);
            node().publishAll(CHANNEL, "1", "2", "3");
            redis(RedisCommands::save);
            nodes.getLast().publishAll(CHANNEL, "4", "5");
            await().atMost(PATIENCE).until(() -> reader.all().size() == 5);
            proxy.cut();
            nodes.removeLast().close();
            restart();
            node().publishAll(CHANNEL, "a", "b", "c");
            proxy.open();

            await().atMost(PATIENCE).until(() -> reader.recoveries().size() == 2);
            assertThat(reader.recoveries()).containsExactly(Recovery.NOT_ASKED, Recovery.NOT_RECOVERED);
        }
    }

    @Test
    void cache_sameOffsetOfAnotherTerm_sendsTheLatest() {
        node().publishAll(CHANNEL, "1", "2", "3");
        redis(RedisCommands::save);
        var lost = nodes.getLast().publishAll(CHANNEL, "4").getLast();
        restoreSnapshot();
        var same = node().publishAll(CHANNEL, "a").getLast();

        var answer = nodes.getLast().recover(CHANNEL, lost, RecoveryMode.CACHE_RECOVERY);

        assertThat(same.offset()).isEqualTo(lost.offset());
        assertThat(TestNode.texts(answer)).containsExactly("a");
        assertThat(TestNode.texts(nodes.getLast().recover(CHANNEL, same, RecoveryMode.CACHE_RECOVERY)))
                .isEmpty();
    }

    @Test
    void data_goesBackWithinATerm_isReported() {
        var reader = node().read(CHANNEL);
        await().atMost(PATIENCE).until(reader::isSubscribed);
        nodes.getLast().publishAll(CHANNEL, "1", "2", "3");
        redis(RedisCommands::save);
        var lost = nodes.getLast().publishAll(CHANNEL, "4", "5").getLast();
        await().atMost(PATIENCE).until(() -> reader.all().size() == 5);
        var other = node();
        other.publishAll("other", "x");

        redis(commands -> RedisProcess.debug(commands, "RELOAD", "NOSAVE"));
        other.publishAll(CHANNEL, "a", "b", "c");

        await().atMost(PATIENCE).until(() -> reader.recoveries().size() == 2);
        assertThat(reader.recoveries()).containsExactly(Recovery.NOT_ASKED, Recovery.NOT_RECOVERED);
        assertThat(reader.faults()).isEmpty();
        assertThat(nodes.getFirst().missed(CHANNEL, lost)).isNull();
    }

    @Test
    void data_goesBackInASilentChannel_isReported() {
        var reader = node().read(CHANNEL);
        await().atMost(PATIENCE).until(reader::isSubscribed);
        nodes.getLast().publishAll(CHANNEL, "1", "2", "3");
        redis(RedisCommands::save);
        var lost = nodes.getLast().publishAll(CHANNEL, "4").getLast();
        await().atMost(PATIENCE).until(() -> reader.all().size() == 4);

        redis(commands -> RedisProcess.debug(commands, "RELOAD", "NOSAVE"));
        await().atMost(PATIENCE).until(() -> reader.recoveries().size() == 2);
        node().publishAll(CHANNEL, "a", "b");

        assertThat(nodes.getLast().missed(CHANNEL, lost)).isNull();
    }

    @Test
    void failovers_manyInARow_keepTheLatestEpochs() {
        var positions = new ArrayList<>(node().publishAll(CHANNEL, "0"));
        redis(commands -> {
            for (int i = 1; i <= FAILOVERS; i++) {
                RedisProcess.debug(commands, "CHANGE-REPL-ID");
                positions.addAll(nodes.getLast().publishAll(CHANNEL, Integer.toString(i)));
            }
        });

        var lineage = history().lineage();
        int current = positions.size() - 1;
        assertThat(lineage.top()).isEqualTo(positions.getLast());
        assertThat(lineage.earlier()).hasSize(EPOCHS_KEPT);
        assertThat(positions.subList(current - EPOCHS_KEPT, current)).allMatch(lineage::contains);
        assertThat(positions.subList(0, current - EPOCHS_KEPT)).noneMatch(lineage::contains);
        assertThat(nodes.getLast().missed(CHANNEL, positions.getFirst())).isNull();
    }

    @Test
    void metadata_ofOlderVersion_staysValid() {
        var before = node().publishAll(CHANNEL, "1", "2").getLast();
        redis(commands -> commands.hdel(meta(), "r", "l"));
        assertThat(nodes.getLast().missed(CHANNEL, before)).isEmpty();

        nodes.getLast().publishAll(CHANNEL, "3");

        assertThat(nodes.getLast().missed(CHANNEL, before)).containsExactly("3");
    }

    @Test
    void metadata_ofOlderVersion_keepsItsEpochForOlderNodes() {
        var before = node().publishAll(CHANNEL, "1").getLast();
        var registry = settings.locations().getFirst().keys().nodes();
        redis(commands -> {
            commands.hdel(meta(), "r", "l");
            commands.zadd(registry, Double.MAX_VALUE, "older");
        });
        var fresh = node(settings.withNodes(Duration.ofMillis(50), Duration.ofSeconds(10)));

        assertThat(fresh.publishAll(CHANNEL, "2", "3"))
                .extracting(StreamPosition::epoch)
                .containsOnly(before.epoch());
        redis(commands -> commands.zrem(registry, "older"));
        await().atMost(PATIENCE)
                .until(() -> !fresh.publishAll(CHANNEL, "4").getLast().epoch().equals(before.epoch()));

        assertThat(fresh.missed(CHANNEL, before)).startsWith("2", "3", "4");
    }

    @Test
    void history_restartedByOlderVersion_hasNoEarlierEpochs() {
        var before = node().publishAll(CHANNEL, "1", "2").getFirst();
        redis.failOver();
        var current = nodes.getLast().publishAll(CHANNEL, "3").getLast();
        assertThat(nodes.getLast().missed(CHANNEL, before)).containsExactly("2", "3");
        redis(commands -> {
            commands.hset(meta(), Map.of("e", "restarted", "s", "0"));
            commands.del(settings.locations().getFirst().keys().stream(CHANNEL));
        });

        nodes.getLast().publishAll(CHANNEL, "a", "b");
        assertThat(nodes.getLast().missed(CHANNEL, before)).isNull();
        assertThat(nodes.getLast().missed(CHANNEL, current)).isNull();
        redis.failOver();
        var after = nodes.getLast().publishAll(CHANNEL, "c").getLast();

        assertThat(nodes.getLast().missed(CHANNEL, before)).isNull();
        assertThat(history().lineage().earlier()).isEqualTo(Map.of("restarted", after.offset() - 1));
    }

    @Test
    void stream_withoutItsMetadata_isNotContinued() {
        var old = node().publishAll(CHANNEL, "1", "2", "3").getFirst();
        redis(commands -> commands.del(meta()));
        assertThat(history().publications()).isEmpty();

        var fresh = nodes.getLast().publishAll(CHANNEL, "a", "b");

        assertThat(fresh).extracting(StreamPosition::offset).containsExactly(1L, 2L);
        assertThat(nodes.getLast().missed(CHANNEL, fresh.getFirst())).containsExactly("b");
        assertThat(nodes.getLast().missed(CHANNEL, old)).isNull();
    }

    @Test
    void user_withoutInfo_isLoggedAndPublishesInOneEpoch() {
        var logger = (Logger) LoggerFactory.getLogger(Link.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
        lines.start();
        logger.addAppender(lines);
        node();
        assertThat(linesOfServer(lines)).isEmpty();
        redis(commands -> commands.aclSetuser(
                "app",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .allKeys()
                        .allChannels()
                        .allCommands()
                        .removeCommand(CommandType.INFO)));
        var limited = node(through("redis://app:secret@127.0.0.1:" + redis.port()));

        logger.detachAppender(lines);
        assertThat(linesOfServer(lines))
                .singleElement()
                .asString()
                .startsWith("info-denied")
                .endsWith("ACL SETUSER <user> +info");
        var before = limited.publishAll(CHANNEL, "1").getLast();
        redis.failOver();
        limited.publishAll(CHANNEL, "2");

        assertThat(limited.missed(CHANNEL, before)).containsExactly("2");
    }

    private List<String> linesOfServer(ListAppender<ILoggingEvent> lines) {
        return lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("server=127.0.0.1:" + redis.port() + ":"))
                .toList();
    }

    private TestNode node() {
        return node(settings);
    }

    private TestNode node(RedisSettings its) {
        var node = new TestNode(its);
        nodes.add(node);
        node.engine().ready().toCompletableFuture().join();
        return node;
    }

    /** The settings of this test with another address of the server. */
    private RedisSettings through(String url) {
        return RedisSettings.of(url).withPrefix(settings.prefix()).withLink(settings.link());
    }

    private void closeNodes() {
        nodes.forEach(TestNode::close);
        nodes.clear();
    }

    /** Restarts the server and all nodes. */
    private void restoreSnapshot() {
        closeNodes();
        restart();
    }

    private void restart() {
        redis.kill();
        redis.restart();
    }

    private HistoryPage history() {
        return nodes.getLast()
                .engine()
                .broker()
                .history(CHANNEL, new HistoryQuery(null, -1, false))
                .toCompletableFuture()
                .join();
    }

    private String meta() {
        return settings.locations().getFirst().keys().meta(CHANNEL);
    }

    private void redis(Consumer<RedisCommands<String, String>> action) {
        RedisProcess.command(redis.port(), action);
    }
}
