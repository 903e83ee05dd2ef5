package dev.fanfare.core.node;

import static dev.fanfare.model.channel.RecoveryMode.NONE;
import static dev.fanfare.model.channel.RecoveryMode.STREAM_RECOVERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.client.UnsubscribeReason;
import org.junit.jupiter.api.Test;

/** Application code that fails with an error, such as an assertion, does not affect other clients. */
class CodeFailureTest {
    private final PositionedChannel channel = new PositionedChannel();

    @Test
    void onPush_throws_othersReceive() {
        subscribe(NONE, new Code() {
            @Override
            public boolean onPush(Push push) {
                throw new AssertionError("bug");
            }
        });
        var other = new Code();
        subscribe(NONE, other);

        channel.publish("1", "2");

        assertThat(other.pushes).isEqualTo(2);
    }

    @Test
    void onPush_throwsInOwnGroup_othersReceive() {
        var other = channel.subscribed(STREAM_RECOVERY);
        channel.broker.holdPushes();
        channel.publish("1");
        subscribe(STREAM_RECOVERY, new Code() {
            @Override
            public boolean onPush(Push push) {
                throw new AssertionError("bug");
            }
        });
        channel.publish("2");

        channel.broker.releasePushes();
        channel.publish("3");

        assertThat(other.texts()).containsExactly("1", "2", "3");
    }

    @Test
    void onUnsubscribed_throws_othersAreUnaffected() {
        var other = channel.subscribed(NONE);
        subscribe(STREAM_RECOVERY, new Code() {
            @Override
            public void onUnsubscribed(UnsubscribeReason reason) {
                throw new AssertionError("bug");
            }
        });
        channel.broker.holdPushes();
        channel.publish("1");
        channel.broker.losePushes();

        channel.publish("2", "3");

        assertThat(other.texts()).containsExactly("2", "3");
    }

    @Test
    void onStarted_throws_leavesNothing() {
        var code = new Code() {
            @Override
            public void onStarted(Subscription subscription) {
                throw new AssertionError("bug");
            }
        };

        assertThatThrownBy(() -> subscribe(NONE, code)).hasMessage("bug");

        assertThat(channel.node.channelCount()).isZero();
    }

    private void subscribe(RecoveryMode mode, ServerSubscription code) {
        channel.node.subscribe(channel.loop, PositionedChannel.NAME, PositionedChannel.options(mode), null, code);
        channel.runAll();
    }

    private static class Code implements ServerSubscription {
        private int pushes;

        @Override
        public void onStarted(Subscription subscription) {}

        @Override
        public void onSubscribed(Subscribed result) {}

        @Override
        public boolean onPush(Push push) {
            pushes++;
            return true;
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {}
    }
}
