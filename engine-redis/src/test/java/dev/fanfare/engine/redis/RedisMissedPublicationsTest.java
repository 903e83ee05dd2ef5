package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.channel.ChannelOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that loses its connection to Redis. */
class RedisMissedPublicationsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TcpProxy proxy = new TcpProxy(TestRedis.server().port());
    private final TestNode node = new TestNode(TestRedis.settings(proxy.url()));

    @AfterEach
    void close() {
        node.close();
        proxy.close();
    }

    @Test
    void interruption_unpositionedChannels_areReportedOnce() {
        var reported = new CopyOnWriteArrayList<Set<String>>();
        node.node().onMissedPublications(reported::add);
        var plain = new ReturningReader(node.node(), node.loop(), "plain", ChannelOptions.defaults());
        var positioned = node.read("positioned");
        await().atMost(PATIENCE).until(() -> plain.isSubscribed() && positioned.isSubscribed());
        assertThat(reported).isEmpty();

        proxy.cut();
        await().atMost(PATIENCE).until(() -> !node.engine().isReady());
        proxy.open();
        await().atMost(PATIENCE).until(() -> node.engine().isReady());

        assertThat(reported).isEqualTo(List.of(Set.of("plain")));
    }
}
