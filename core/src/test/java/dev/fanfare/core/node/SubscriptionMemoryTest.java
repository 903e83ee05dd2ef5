package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.fake.ControlledBroker;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The budget of subscriptions. */
class SubscriptionMemoryTest {
    private static final long EACH = SubscriptionMemory.SUBSCRIPTION_BYTES + 2L * "channel-0".length();
    private static final int ROOM = 3;
    private static final ChannelOptions RECOVERABLE = ChannelOptions.defaults()
            .withHistory(new HistoryRetention(10, Duration.ofMinutes(10), Duration.ofDays(1)))
            .presence()
            .recovery();

    private final VirtualLoop loop = new VirtualLoop();
    private final ControlledBroker broker = new ControlledBroker();
    private final MemoryGovernor governor =
            new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.SUBSCRIPTIONS, ROOM * EACH));
    private final MemoryBudget budget = governor.budget(MemoryKind.SUBSCRIPTIONS);
    private final Node node =
            new Node(List.of(loop), Engines.of(broker), NodeSettings.DEFAULTS, Metrics.NONE, governor);
    private final FakeClient client = FakeClient.connect(node, loop);

    @Test
    void subscribe_aboveTheBudget_failsAndChangesNothing() {
        fill();

        var refused = FakeClient.connect(node, loop).subscribe("channel-3");

        assertThatThrownBy(refused::join)
                .hasCauseInstanceOf(LimitExceededException.class)
                .hasMessageContaining("withMemoryLimit(MemoryKind.SUBSCRIPTIONS, ...)")
                .hasMessageContaining("memory.subscriptions");
        assertThat(budget.used()).isEqualTo(ROOM * EACH);
        assertThat(budget.refused()).isEqualTo(1);
        assertThat(node.channelCount()).isEqualTo(ROOM);
    }

    @Test
    void subscribe_afterAnEnd_succeeds() {
        fill();
        client.unsubscribe("channel-0");
        assertThat(budget.used()).isEqualTo((ROOM - 1) * EACH);

        var later = FakeClient.connect(node, loop).subscribe("channel-3");

        assertThat(later).isNotDone();
        assertThat(budget.used()).isEqualTo(ROOM * EACH);
    }

    @Test
    void unsubscribe_whilePending_releasesWhenTheEngineHasReplied() {
        var result = client.subscribe("channel-0");
        client.unsubscribe("channel-0");
        assertThat(budget.used()).isEqualTo(EACH);

        answer();

        assertThat(result).isCompletedWithValue(Refused.CANCELLED);
        assertThat(budget.used()).isZero();
    }

    @Test
    void lose_releasesAllSubscriptions() {
        fill();

        client.connection().lose();

        assertThat(budget.used()).isZero();
    }

    @Test
    void subscribe_engineFails_releases() {
        var failing = client.subscribe("channel-0");

        broker.take().fail(new EngineException("the broker is away"));
        loop.runAll();

        assertThat(failing).isCompletedExceptionally();
        assertThat(budget.used()).isZero();
    }

    @Test
    void subscribe_answerFails_releases() {
        var failing = client.subscribe("channel-0", () -> {
            throw new IllegalStateException("a bug");
        });

        answer();

        assertThat(failing).isCompletedExceptionally();
        assertThat(budget.used()).isZero();
    }

    @Test
    void subscribe_answerEndsTheClient_releases() {
        var result = client.subscribe("channel-0", () -> client.connection().lose());

        answer();

        assertThat(result).isCompletedWithValueMatching(Subscribed.class::isInstance);
        assertThat(budget.used()).isZero();
    }

    @Test
    void subscribe_refused_reservesNothing() {
        client.subscribe("channel-0");

        assertThat(client.subscribe("channel-0")).isCompletedWithValue(Refused.ALREADY_SUBSCRIBED);
        assertThat(budget.used()).isEqualTo(EACH);
    }

    @Test
    void end_byTheServer_releases() {
        fill();

        Objects.requireNonNull(client.session().subscriptions().get("channel-1"))
                .end(UnsubscribeReason.SERVER);

        assertThat(client.unsubscribed()).containsExactly("channel-1 SERVER");
        assertThat(budget.used()).isEqualTo((ROOM - 1) * EACH);
    }

    /** Subscriptions with presence and positions that end in random ways and order. */
    @Test
    void manySubscriptions_ofAllKinds_releaseEverything() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var unlimited = MemoryGovernor.unlimited();
        var used = unlimited.budget(MemoryKind.SUBSCRIPTIONS);
        var memory = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE, unlimited);
        long most = 0;
        for (int i = 0; i < 300; i++) {
            var visitor = FakeClient.connect(memory, loop).identify("client-" + i, "ann");
            for (int k = 0; k < 10; k++) {
                visit(visitor, "channel-" + random.nextInt(40), random);
            }
            most = Math.max(most, used.used());
            visitor.connection().lose();
        }
        loop.runAll();

        assertThat(most).isGreaterThan(5 * EACH);
        assertThat(used.used()).as("seed %d", seed).isZero();
        assertThat(memory.channelCount()).isZero();
    }

    private void visit(FakeClient visitor, String channel, Random random) {
        var options = random.nextBoolean() ? RECOVERABLE : ChannelOptions.defaults();
        var since = random.nextBoolean() ? new StreamPosition("another", 7) : null;
        visitor.subscribe(channel, options, since);
        if (random.nextBoolean()) {
            loop.runAll();
        }
        var subscription = visitor.session().subscriptions().get(channel);
        switch (random.nextInt(4)) {
            case 0 -> visitor.unsubscribe(channel);
            case 1 -> {
                if (subscription != null) {
                    subscription.end(UnsubscribeReason.INSUFFICIENT_STATE);
                }
            }
            default -> {}
        }
    }

    private void fill() {
        for (int i = 0; i < ROOM; i++) {
            client.subscribe("channel-" + i);
            answer();
        }
        assertThat(budget.used()).isEqualTo(ROOM * EACH);
    }

    private void answer() {
        broker.take().succeed();
        loop.runAll();
    }
}
