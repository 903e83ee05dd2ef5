package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
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
}
