package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.hub.PositionSettings;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Application code that processes a push in several steps. */
class SlicedSubscriptionTest {
    private static final String CHANNEL = "news";
    private static final int SLICE = 4;

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(
            List.of(loop),
            Engines.memory(),
            NodeSettings.DEFAULTS.withHub(
                    new HubSettings(SLICE, Duration.ofMillis(1), 4_000, 1 << 20, PositionSettings.DEFAULTS)),
            Metrics.NONE);

    @Test
    void onPush_unfinished_yieldsAfterASlice() {
        var code = subscribe(new Code(10));
        publish("1");
        var between = new ArrayList<Integer>();

        loop.runOne();
        loop.execute(() -> between.add(code.steps.size()));
        loop.runAll();

        assertThat(between).hasSize(1);
        assertThat(between.getFirst()).isLessThanOrEqualTo(2 * SLICE);
        assertThat(code.steps).hasSize(10).containsOnly("1");
    }

    @Test
    void onPush_manyPushes_yieldsAfterASlice() {
        var code = subscribe(new Code(1));
        for (int i = 0; i < 20; i++) {
            publish("" + i);
        }

        loop.runOne();
        assertThat(code.steps).hasSize(SLICE);
        loop.runAll();

        assertThat(code.steps).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void onPush_unfinished_othersReceiveInOrder() {
        var client = FakeClient.connect(node, loop);
        client.subscribe(CHANNEL);
        var code = subscribe(new Code(7));
        var other = subscribe(new Code(1));

        publish("1");
        publish("2");
        loop.runAll();

        assertThat(code.steps).hasSize(14);
        assertThat(other.steps).containsExactly("1", "2");
        assertThat(client.texts()).containsExactly("1", "2");
    }

    @Test
    void cancel_unfinished_endsTheCalls() {
        var code = subscribe(new Code(10));
        publish("1");
        publish("2");
        loop.runOne();

        code.cancel();
        loop.runAll();

        assertThat(code.steps).hasSize(SLICE);
        assertThat(node.channelCount()).isZero();
    }

    private Code subscribe(Code code) {
        node.subscribe(loop, CHANNEL, ChannelOptions.defaults(), null, code);
        loop.runAll();
        return code;
    }

    private void publish(String text) {
        node.publish(CHANNEL, Publication.of(Payload.text(text)), PublishOptions.NONE);
    }

    /** Finishes each push after a number of calls. */
    private static final class Code implements ServerSubscription {
        private final int stepsPerPush;
        private final List<String> steps = new ArrayList<>();
        private @Nullable Subscription subscription;
        private int calls;

        Code(int stepsPerPush) {
            this.stepsPerPush = stepsPerPush;
        }

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onStarted(Subscription begun) {
            subscription = begun;
        }

        @Override
        public void onSubscribed(Subscribed result) {}

        @Override
        public boolean onPush(Push push) {
            steps.add(((Publication) push).payload().text());
            calls = (calls + 1) % stepsPerPush;
            return calls == 0;
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {}
    }
}
