package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.fake.CountingMetrics;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.hub.PositionSettings;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node with overloaded loops rejects publications. */
class OverloadTest {
    private static final String CHANNEL = "news";
    private static final int BACKLOG_BYTES = 20_000;

    private final VirtualLoop loop = new VirtualLoop();
    private final VirtualLoop idleLoop = new VirtualLoop();
    private final CountingMetrics metrics = new CountingMetrics();
    private final Node node = new Node(
            List.of(loop, idleLoop),
            Engines.memory(),
            NodeSettings.DEFAULTS.withHub(
                    new HubSettings(512, Duration.ofMillis(1), 4_000, BACKLOG_BYTES, PositionSettings.DEFAULTS)),
            metrics);
    private final FakeClient client = FakeClient.connect(node, loop);

    @BeforeEach
    void subscribe() {
        client.subscribe(CHANNEL);
        loop.runAll();
    }

    @Test
    void publish_overloaded_isRejected() {
        int accepted = publishUntilOverloaded();

        assertThatThrownBy(publish()::join).hasCauseInstanceOf(OverloadedException.class);
        loop.runAll();

        assertThat(accepted).isBetween(BACKLOG_BYTES / 1_200, BACKLOG_BYTES / 1_000);
        assertThat(client.texts()).hasSize(accepted);
    }

    @Test
    void push_ofAnotherNode_isDroppedAtTwiceTheLimit() {
        var message = Publication.of(Payload.text("x".repeat(1_000)));
        for (int i = 0; i < 100; i++) {
            // Past the node, as publications of other nodes arrive.
            node.engine().broker().publish(CHANNEL, message, PublishOptions.NONE);
        }

        loop.runAll();

        assertThat(client.texts()).hasSizeBetween(2 * BACKLOG_BYTES / 1_200, 2 * BACKLOG_BYTES / 1_000);
        assertThat(metrics.missed()).isEqualTo(100 - client.texts().size());
        assertThat(node.isOverloaded()).isFalse();
    }

    @Test
    void deliver_overloaded_isDroppedAndCounted() {
        int accepted = publishUntilOverloaded();

        node.deliver(CHANNEL, Publication.of(Payload.text("dropped")));
        loop.runAll();
        node.deliver(CHANNEL, Publication.of(Payload.text("delivered")));
        loop.runAll();

        assertThat(client.texts()).hasSize(accepted + 1).endsWith("delivered").doesNotContain("dropped");
        assertThat(metrics.missed()).isEqualTo(1);
    }

    @Test
    void room_halfProcessed_completes() {
        publishUntilOverloaded();
        var room = node.room().toCompletableFuture();

        loop.runOne();
        assertThat(room).isNotDone();
        loop.runAll();

        assertThat(room).isCompleted();
        assertThat(node.isOverloaded()).isFalse();
        assertThat(publish()).isCompletedWithValue(new PublishResult.Accepted(null));
    }

    @Test
    void room_nothingQueued_completesAtOnce() {
        assertThat(node.room().toCompletableFuture()).isCompleted();
    }

    @Test
    void publish_nodeBudgetFull_isRejectedAndCounted() {
        var governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.EVENTS, BACKLOG_BYTES));
        var events = governor.budget(MemoryKind.EVENTS);
        var small = new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE, governor);
        var reader = FakeClient.connect(small, loop);
        reader.subscribe(CHANNEL);
        loop.runAll();
        var message = Publication.of(Payload.text("x".repeat(1_000)));

        int accepted = 0;
        while (!small.isOverloaded()) {
            small.publish(CHANNEL, message, PublishOptions.NONE);
            accepted++;
        }
        var rejected = small.publish(CHANNEL, message, PublishOptions.NONE).toCompletableFuture();

        assertThat(rejected)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(OverloadedException.class);
        assertThat(events.refused()).isEqualTo(1);
        assertThat(events.used()).isBetween((long) BACKLOG_BYTES, BACKLOG_BYTES + 2_000L);
        loop.runAll();
        assertThat(events.used()).isZero();
        assertThat(small.isOverloaded()).isFalse();
        assertThat(reader.texts()).hasSize(accepted);
    }

    @Test
    void send_overloaded_isRejectedAndTheBacklogIsReleased() {
        client.identify("c1", "ann");
        var message = Payload.text("x".repeat(1_000));
        int accepted = 0;
        while (!node.isOverloaded() && accepted < BACKLOG_BYTES) {
            assertThat(node.clients().send("c1", message)).isCompleted();
            accepted++;
        }

        assertThat(node.clients().send("c1", message).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(OverloadedException.class);
        loop.runAll();

        assertThat(accepted).isBetween(BACKLOG_BYTES / 1_200, BACKLOG_BYTES / 1_000);
        assertThat(client.listener().directs()).hasSize(accepted);
        assertThat(node.isOverloaded()).isFalse();
    }

    @Test
    void send_ofAnotherNode_isDroppedAtTwiceTheLimit() {
        client.identify("c1", "ann");
        var message = NodeMessageCodec.encode(new NodeMessage.Direct("c1", Payload.text("x".repeat(1_000))));
        for (int i = 0; i < 100; i++) {
            node.clients().onMessage("other", message);
        }
        loop.runAll();

        assertThat(client.listener().directs()).hasSizeBetween(2 * BACKLOG_BYTES / 1_200, 2 * BACKLOG_BYTES / 1_000);
        assertThat(metrics.missed()).isZero();
    }

    @Test
    void publish_noSubscribers_fillsNoBacklog() {
        for (int i = 0; i < BACKLOG_BYTES / 100; i++) {
            node.publish("empty", Publication.of(Payload.text("x".repeat(1_000))), PublishOptions.NONE);
        }

        assertThat(node.isOverloaded()).isFalse();
    }

    @Test
    void backlog_channelClosed_isReleased() {
        publishUntilOverloaded();

        client.connection().lose();
        loop.runAll();

        assertThat(node.isOverloaded()).isFalse();
        assertThat(node.room().toCompletableFuture()).isCompleted();
    }

    private int publishUntilOverloaded() {
        int accepted = 0;
        while (!node.isOverloaded() && accepted < BACKLOG_BYTES) {
            publish();
            accepted++;
        }
        return accepted;
    }

    private CompletableFuture<PublishResult> publish() {
        return node.publish(CHANNEL, Publication.of(Payload.text("x".repeat(1_000))), PublishOptions.NONE)
                .toCompletableFuture();
    }
}
