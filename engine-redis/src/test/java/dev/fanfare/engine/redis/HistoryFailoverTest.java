package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Histories on primaries and replicas that are promoted without all writes. Each server has its own nodes. */
@Tag("full")
@Timeout(180)
class HistoryFailoverTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CHANNEL = "news";
    /** Nodes that do not detect that their server is a replica for a while. */
    private static final LinkSettings PATIENT = LinkSettings.DEFAULTS.withTimeouts(PATIENCE, PATIENCE, PATIENCE);

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<TestNode> nodes = new ArrayList<>();
    private final String prefix = TestRedis.settings().prefix();

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
        servers.forEach(RedisProcess::close);
    }

    @Test
    void firstReplica_attachesWhileNodesPublish_beginsOneTerm() throws InterruptedException {
        var primary = server();
        var one = node(primary);
        var other = node(primary);
        one.publishAll(CHANNEL, "first");
        var epochs = ConcurrentHashMap.<String>newKeySet();
        var done = new AtomicBoolean();
        var publishers = List.of(publishing(one, epochs, done), publishing(other, epochs, done));
        await().atMost(PATIENCE).until(() -> !epochs.isEmpty());
        var before = new HashSet<>(epochs);

        var replica = server();
        RedisProcess.command(replica.port(), redis -> redis.replicaof("127.0.0.1", primary.port()));
        await().atMost(PATIENCE).until(() -> replica.info("replication").contains("master_link_status:up"));
        one.publishAll(CHANNEL, "after");
        await().atMost(PATIENCE).until(() -> epochs.size() > before.size());
        done.set(true);
        for (var publisher : publishers) {
            publisher.join(PATIENCE);
        }

        assertThat(before).hasSize(1);
        assertThat(epochs).hasSize(2);
    }

    @Test
    void connection_survivesDemotionAndPromotion_beginsATerm() {
        var primary = server();
        var node = node(primary);
        var kept = node.publishAll(CHANNEL, "1", "2", "3").getLast();
        var replica = server();
        follow(replica, primary);
        promote(replica);
        var lost = node.publishAll(CHANNEL, "4", "5");
        follow(primary, replica);
        promote(primary);

        var fork = node.publishAll(CHANNEL, "a", "b", "c");

        assertThat(fork.getFirst().offset()).isEqualTo(4);
        assertThat(node.engine().health().servers().getFirst().interruptions()).isZero();
        assertThat(node.missed(CHANNEL, kept)).containsExactly("a", "b", "c");
        assertThat(lost)
                .allSatisfy(each -> assertThat(node.missed(CHANNEL, each)).isNull());
    }

    @Test
    void primary_restartsFromItsDump_bothSidesDiffer() {
        var primary = server();
        var node = node(primary);
        var kept = node.publishAll(CHANNEL, "1", "2", "3").getLast();
        var replica = server();
        follow(replica, primary);
        RedisProcess.command(primary.port(), RedisCommands::save);
        promote(replica);
        nodes.removeLast().close();
        primary.kill();
        primary.restart();

        var oldSide = node(primary);
        var ofOld = oldSide.publishAll(CHANNEL, "old 4", "old 5");
        var newSide = node(replica);
        var ofNew = newSide.publishAll(CHANNEL, "new 4", "new 5");

        assertThat(ofOld).extracting(StreamPosition::offset).containsExactly(4L, 5L);
        assertThat(ofNew).extracting(StreamPosition::offset).containsExactly(4L, 5L);
        assertThat(newSide.missed(CHANNEL, kept)).containsExactly("new 4", "new 5");
        assertThat(oldSide.missed(CHANNEL, kept)).containsExactly("old 4", "old 5");
        assertThat(ofOld)
                .allSatisfy(each -> assertThat(newSide.missed(CHANNEL, each)).isNull());
        assertThat(ofNew)
                .allSatisfy(each -> assertThat(oldSide.missed(CHANNEL, each)).isNull());
    }

    @Test
    void failovers_threeWithTheMiddleTermLost_refuseItsPositions() {
        var first = server();
        var node = node(first);
        var kept = node.publishAll(CHANNEL, "1", "2", "3", "4").getLast();
        var second = server();
        var third = server();
        follow(second, first);
        follow(third, first);
        promote(third);
        var lost = node.publishAll(CHANNEL, "5").getLast();
        await().atMost(PATIENCE).until(() -> isInSync(second, first));
        promote(second);
        var middle = node(second).publishAll(CHANNEL, "6", "7");

        var last = node(third);
        var ofLast = last.publishAll(CHANNEL, "a", "b", "c").getLast();
        follow(second, third);
        promote(second);
        var again = node(second);
        again.publishAll(CHANNEL, "d");

        assertThat(last.missed(CHANNEL, kept)).containsExactly("a", "b", "c");
        assertThat(again.missed(CHANNEL, kept)).containsExactly("a", "b", "c", "d");
        assertThat(again.missed(CHANNEL, ofLast)).containsExactly("d");
        for (var side : List.of(last, again)) {
            assertThat(side.missed(CHANNEL, lost)).isNull();
            assertThat(middle)
                    .allSatisfy(each -> assertThat(side.missed(CHANNEL, each)).isNull());
        }
    }

    private RedisProcess server() {
        var server = RedisProcess.startInstalled("--repl-diskless-sync-delay", "0");
        servers.add(server);
        return server;
    }

    /** The node writes only what a test publishes: a refresh of its registration would fail while the server is a replica. */
    private TestNode node(RedisProcess server) {
        var node = new TestNode(TestRedis.settings(server.url())
                .withPrefix(prefix)
                .withLink(PATIENT)
                .withNodes(Duration.ofHours(1), Duration.ofHours(3)));
        nodes.add(node);
        node.engine().ready().toCompletableFuture().join();
        return node;
    }

    private static Thread publishing(TestNode node, Set<String> epochs, AtomicBoolean done) {
        return Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                epochs.add(node.publishAll(CHANNEL, "x").getLast().epoch());
            }
        });
    }

    /** Makes a server a replica and waits until it has all data. */
    private static void follow(RedisProcess replica, RedisProcess primary) {
        RedisProcess.command(replica.port(), redis -> redis.replicaof("127.0.0.1", primary.port()));
        await().atMost(PATIENCE).until(() -> isInSync(replica, primary));
    }

    private static void promote(RedisProcess replica) {
        RedisProcess.command(replica.port(), RedisCommands::replicaofNoOne);
    }

    private static boolean isInSync(RedisProcess replica, RedisProcess primary) {
        var follower = replica.info("replication");
        return follower.contains("master_link_status:up")
                && field(follower, "master_repl_offset:")
                        .equals(field(primary.info("replication"), "master_repl_offset:"));
    }

    private static String field(String info, String name) {
        int start = info.indexOf(name) + name.length();
        return info.substring(start, info.indexOf('\r', start));
    }
}
