package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.engine.redis.server.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Two nodes whose presence in Redis is lost or becomes outdated. Refreshes and expiries are too late to repair it. */
class PresenceLossTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void keys_deleted_bothNodesAddTheirClientsAgain() {
        var settings = TestRedis.settings();
        try (var first = new TestNode(settings, TestNode.LASTING);
                var second = new TestNode(settings, TestNode.LASTING)) {
            first.join("room", "c1");
            second.join("room", "c2");
            var keys = settings.locations().getFirst().keys().presence("room");

            TestRedis.server().run(redis -> assertThat(redis.del(keys)).isPositive());
            first.join("room", "creates the keys");

            var all = Set.of("c1", "c2", "creates the keys");
            await().atMost(PATIENCE).until(() -> second.members("room").equals(all));
        }
    }

    @Test
    void removal_undoneByFailover_isRepeated() {
        try (var redis = RedisProcess.start()) {
            var settings = TestRedis.settings(redis.url());
            try (var first = new TestNode(settings, TestNode.LASTING);
                    var second = new TestNode(settings, TestNode.LASTING)) {
                var leaving = joinAll(first);
                second.join("room", "stays");
                redis.save();
                leaving.forEach(first::leave);
                await().atMost(PATIENCE).until(() -> second.members("room").equals(Set.of("stays")));

                redis.loseSinceSave();

                await().atMost(PATIENCE).until(() -> second.members("room").equals(Set.of("stays")));
            }
        }
    }

    @Test
    void removal_withoutConnection_isRepeated() {
        var direct = TestRedis.settings();
        try (var proxy = new TcpProxy(TestRedis.server().port());
                var cutOff =
                        new TestNode(TestRedis.settings(proxy.url()).withPrefix(direct.prefix()), TestNode.LASTING);
                var connected = new TestNode(direct, TestNode.LASTING)) {
            var leaving = joinAll(cutOff);
            cutOff.join("room", "stays");
            proxy.cut();
            await().atMost(PATIENCE).until(() -> !cutOff.engine().isReady());
            leaving.forEach(cutOff::leave);

            proxy.open();

            await().atMost(PATIENCE).until(() -> connected.members("room").equals(Set.of("stays")));
        }
    }

    @Test
    void server_returnsOrChanges_presenceIsInDoubt() {
        var reported = new CopyOnWriteArrayList<Predicate<String>>();
        try (var redis = RedisProcess.start();
                var proxy = new TcpProxy(redis.port());
                var engine = new RedisEngine(TestRedis.settings(proxy.url()))) {
            engine.presence().onEntriesLost(reported::add);
            await().atMost(PATIENCE).until(engine::isReady);
            assertThat(reported).isEmpty();
            proxy.cut();
            await().atMost(PATIENCE).until(() -> !engine.isReady());
            proxy.open();
            await().atMost(PATIENCE).until(() -> reported.size() == 1);
            assertThat(reported.getFirst()).accepts("room");

            redis.failOver();

            await().atMost(PATIENCE).until(() -> reported.size() == 2);
            assertThat(reported.getLast()).accepts("room");
        }
    }

    /** Redis then rejects commands that can allocate memory. */
    @Test
    void leave_atMemoryLimit_isRemoved() {
        try (var redis = RedisProcess.start();
                var node = new TestNode(TestRedis.settings(redis.url()), TestNode.LASTING)) {
            var leaving = joinAll(node);
            node.join("room", "stays");
            redis.run(commands -> commands.configSet("maxmemory", "1"));

            leaving.forEach(node::leave);

            await().atMost(PATIENCE).until(() -> node.members("room").equals(Set.of("stays")));
        }
    }

    private static List<FakeClient> joinAll(TestNode node) {
        return List.of(node.join("room", "c1"), node.join("room", "c2"));
    }
}
