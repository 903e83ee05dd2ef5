package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.protocol.DeltaEncoder;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory of the publications on which deltas are based. */
class DeltaBasesTest {
    private static final int LARGE = 30_000;
    private static final String FIRST = "1".repeat(LARGE);
    private static final String SECOND = "2".repeat(LARGE);
    private static final String DELTA = "delta";

    private final VirtualLoop loop = new VirtualLoop();
    private final MemoryGovernor governor =
            new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.SUBSCRIPTIONS, 100_000));
    private final MemoryBudget budget = governor.budget(MemoryKind.SUBSCRIPTIONS);
    private final Node node =
            new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE, governor);
    private final FakeClient client = FakeClient.connect(node, loop);

    /** Replaces each publication after the first one by a fixed text. */
    private static final class FixedDeltas implements DeltaEncoder {
        @Override
        public FrameKey key() {
            return new FrameKey("text", "deltas", "plain");
        }

        @Override
        public Frame encode(String channel, Push push) {
            return PlainFraming.PLAIN.message(((Publication) push).payload());
        }

        @Override
        public Frame encode(String channel, Publication publication, Publication before) {
            return PlainFraming.PLAIN.message(Payload.text(DELTA));
        }
    }

    @Test
    void bases_withinTheBudget_areCountedOnce() {
        subscribe("a");
        long subscription = budget.used();

        publish("a", FIRST);
        publish("a", SECOND);

        assertThat(client.texts()).containsExactly(FIRST, DELTA);
        assertThat(budget.used()).isBetween(subscription + LARGE, subscription + LARGE + 1_000);
    }

    @Test
    void bases_withoutMemory_areNotKept() {
        subscribe("a");
        subscribe("b");
        publish("a", FIRST);
        long used = budget.used();

        publish("b", FIRST);
        publish("b", SECOND);
        publish("a", SECOND);

        assertThat(client.texts()).containsExactly(FIRST, FIRST, SECOND, DELTA);
        assertThat(budget.used()).isEqualTo(used);
    }

    @Test
    void bases_ofAChannelWithoutSubscribers_areReleased() {
        subscribe("a");
        publish("a", FIRST);

        client.unsubscribe("a");

        assertThat(budget.used()).isZero();
    }

    private void subscribe(String channel) {
        client.subscribe(channel, new FixedDeltas(), () -> {});
        loop.runAll();
    }

    private void publish(String channel, String text) {
        node.publish(channel, Publication.of(Payload.text(text)), PublishOptions.NONE);
        loop.runAll();
    }
}
