package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublishLimitsTest {
    private static final long HISTORIES = 1_000_000;
    private static final int OUTBOX = 10_000;
    private static final SessionSettings SESSION =
            new SessionSettings(OUTBOX, 10, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final VirtualLoop loop = new VirtualLoop();
    private final MemoryGovernor governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.HISTORIES, HISTORIES));
    private final Node node = new Node(
            List.of(loop),
            new MemoryEngine(loop, new Random(1), governor),
            NodeSettings.DEFAULTS.withSession(SESSION),
            Metrics.NONE);

    @Test
    void recover_whileOthersFlood_getsTheMissed() {
        var position = subscribe("news", null).position();
        publish("news", "news", null, 10);

        int refused = 0;
        for (int user = 0; user < 20; user++) {
            refused += flood("mallory-" + user);
        }
        flood(null);

        assertThat(refused).isPositive();
        assertThat(governor.budget(MemoryKind.HISTORIES).used()).isLessThanOrEqualTo(HISTORIES);
        var returned = subscribe("news", position);
        assertThat(returned.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(returned.publications()).hasSize(1);
    }

    @Test
    void publish_largerThanOutbox_isRefused() {
        var client = FakeClient.connect(node, loop);
        client.subscribe("plain");
        loop.advance(Duration.ZERO);

        assertThatThrownBy(() -> publish("plain", "", null, OUTBOX + 1))
                .hasCauseInstanceOf(LimitExceededException.class)
                .hasMessageContaining("publication must have at most 10000 bytes");
        publish("plain", "", null, OUTBOX);

        loop.advance(Duration.ZERO);
        assertThat(client.texts()).hasSize(1);
    }

    /** Publishes twice as much as all histories may hold; returns the number of refused publications. */
    private int flood(@Nullable String user) {
        int refused = 0;
        for (int i = 0; i < 2 * HISTORIES / 5_000; i++) {
            try {
                publish("chat:" + user + i, "chat", user, 5_000);
            } catch (CompletionException full) {
                assertThat(full).hasCauseInstanceOf(LimitExceededException.class);
                refused++;
            }
        }
        return refused;
    }

    private Subscribed subscribe(String channel, @Nullable StreamPosition since) {
        var client = FakeClient.connect(node, loop);
        var options = ChannelOptions.defaults().withHistory(retention("news")).recovery();
        var result = client.subscribe(channel, options, since);
        loop.advance(Duration.ZERO);
        client.unsubscribe(channel);
        return (Subscribed) Objects.requireNonNull(result.join());
    }

    private void publish(String channel, String share, @Nullable String user, int bytes) {
        var publisher = user == null ? null : new ClientInfo("client-of-" + user, user);
        var publication = new Publication(Payload.text("x".repeat(bytes)), null, Map.of(), publisher);
        node.publish(channel, publication, PublishOptions.NONE.withRetention(retention(share)))
                .toCompletableFuture()
                .join();
        loop.advance(Duration.ZERO);
    }

    private static HistoryRetention retention(String share) {
        return new HistoryRetention(100, Duration.ofMinutes(10), Duration.ofHours(1)).withShare(share);
    }
}
