package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.fake.ControlledBroker;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The outcomes of subscribes on a slow broker. */
class SubscribeTest {
    private static final String CHANNEL = "news";
    private static final SubscribeResult SUBSCRIBED = new Subscribed(null, Recovery.NOT_ASKED, List.of());
    private final EngineException away = new EngineException("the broker is away");
    private static final SessionSettings SESSION =
            new SessionSettings(1 << 20, 2, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final VirtualTime time = new VirtualTime();
    private final VirtualLoop loop = new VirtualLoop(time);
    private final VirtualLoop otherLoop = new VirtualLoop(time);
    private final ControlledBroker broker = new ControlledBroker();
    private final Node node = new Node(
            List.of(loop, otherLoop), Engines.of(broker), NodeSettings.DEFAULTS.withSession(SESSION), Metrics.NONE);
    private final FakeClient client = FakeClient.connect(node, loop);

    @Test
    void subscribe_brokerIsSlow_isAnsweredAfterIt() {
        var result = client.subscribe(CHANNEL, () -> client.reply("answer"));
        runAll();
        assertThat(result).isNotDone();
        assertThat(client.texts()).isEmpty();

        broker.take().succeed();
        runAll();
        publish("hello");

        assertThat(result).isCompletedWithValue(SUBSCRIBED);
        assertThat(client.texts()).containsExactly("answer", "hello");
    }

    @Test
    void subscribe_secondSession_callsTheBrokerOnce() {
        client.subscribe(CHANNEL);
        var onOtherLoop = FakeClient.connect(node, otherLoop).subscribe(CHANNEL);
        assertThat(onOtherLoop).isNotDone();

        broker.take().succeed();
        runAll();

        assertThat(onOtherLoop).isCompletedWithValue(SUBSCRIBED);
        assertThat(broker.waiting()).isEmpty();
        assertThat(node.channelCount()).isEqualTo(1);
    }

    @Test
    void subscribe_twice_isAlreadySubscribed() {
        subscribed(client);

        assertThat(client.subscribe(CHANNEL)).isCompletedWithValue(Refused.ALREADY_SUBSCRIBED);
        publish("once");

        assertThat(client.texts()).containsExactly("once");
    }

    @Test
    void subscribe_pending_isAlreadySubscribed() {
        client.subscribe(CHANNEL);

        assertThat(client.subscribe(CHANNEL)).isCompletedWithValue(Refused.ALREADY_SUBSCRIBED);
        assertThat(broker.waiting()).containsExactly("subscribe news");
    }

    @Test
    void subscribe_aboveLimit_isLimitExceeded() {
        client.subscribe("one");
        client.subscribe("two");

        assertThat(client.subscribe("three")).isCompletedWithValue(Refused.LIMIT_EXCEEDED);
        assertThat(broker.waiting()).containsExactly("subscribe one", "subscribe two");
    }

    @Test
    void subscribe_afterUnsubscribe_hasRoom() {
        client.subscribe("one");
        client.subscribe("two");
        broker.take().succeed();
        runAll();
        client.unsubscribe("one");

        assertThat(client.subscribe("three")).isNotDone();
    }

    /** A client that cancels pending subscribes cannot start an unlimited number of them. */
    @Test
    void subscribe_tooManyPending_isLimitExceeded() {
        client.subscribe(CHANNEL);
        client.unsubscribe(CHANNEL);
        client.subscribe(CHANNEL);
        client.unsubscribe(CHANNEL);

        assertThat(client.subscribe(CHANNEL)).isCompletedWithValue(Refused.LIMIT_EXCEEDED);
        broker.take().succeed();
        runAll();
        assertThat(client.subscribe(CHANNEL)).isNotDone();
    }

    @Test
    void subscribe_closedSession_isCancelled() {
        client.connection().lose();

        assertThat(client.subscribe(CHANNEL)).isCompletedWithValue(Refused.CANCELLED);
        assertThat(broker.waiting()).isEmpty();
    }

    @Test
    void unsubscribe_pending_cancels() {
        var result = client.subscribe(CHANNEL, () -> client.reply("answer"));

        client.unsubscribe(CHANNEL);
        broker.take().succeed();
        runAll();
        publish("without subscriber");

        assertThat(result).isCompletedWithValue(Refused.CANCELLED);
        assertThat(client.texts()).isEmpty();
        assertThat(client.session().subscriptions().channels()).isEmpty();
        broker.take().succeed();
        assertThat(broker.isSubscribed(CHANNEL)).isFalse();
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void unsubscribe_pendingAndBrokerFails_cancels() {
        var result = client.subscribe(CHANNEL);

        client.unsubscribe(CHANNEL);
        broker.take().fail(away);
        runAll();

        assertThat(result).isCompletedWithValue(Refused.CANCELLED);
    }

    @Test
    void lose_whilePending_cancels() {
        var result = client.subscribe(CHANNEL);

        client.connection().lose();
        broker.take().succeed();
        runAll();
        broker.take().succeed();

        assertThat(result).isCompletedWithValue(Refused.CANCELLED);
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void subscribe_brokerFails_laterOneSucceeds() {
        var failing = client.subscribe(CHANNEL, () -> client.reply("answer"));
        broker.take().fail(away);
        runAll();
        broker.take().succeed();

        assertThatThrownBy(failing::join).hasCause(away);
        assertThat(client.texts()).isEmpty();
        assertThat(client.session().subscriptions().channels()).isEmpty();
        assertThat(node.channelCount()).isZero();
        subscribed(client);
        publish("hello");
        assertThat(client.texts()).containsExactly("hello");
    }

    @Test
    void subscribe_brokerFailed_callsAgain() {
        client.subscribe(CHANNEL);
        var unaware = FakeClient.connect(node, otherLoop).subscribe(CHANNEL);
        broker.take().fail(away);
        loop.runAll();

        var retry = client.subscribe(CHANNEL);
        assertThat(broker.waiting()).containsExactly("subscribe news");
        broker.take().succeed();
        runAll();
        publish("hello");

        assertThat(unaware).isCompletedExceptionally();
        assertThat(retry).isCompletedWithValue(SUBSCRIBED);
        assertThat(client.texts()).containsExactly("hello");
        assertThat(node.channelCount()).isEqualTo(1);
    }

    @Test
    void unsubscribe_lastSubscriber_unsubscribesTheBroker() {
        var other = FakeClient.connect(node, otherLoop);
        subscribed(client);
        other.subscribe(CHANNEL);
        runAll();

        client.unsubscribe(CHANNEL);
        assertThat(broker.waiting()).isEmpty();
        other.unsubscribe(CHANNEL);

        assertThat(broker.waiting()).containsExactly("unsubscribe news");
        broker.take().succeed();
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void unsubscribe_slow_doesNotUndoLaterSubscribe() {
        subscribed(client);
        client.unsubscribe(CHANNEL);
        var again = client.subscribe(CHANNEL);
        assertThat(broker.waiting()).containsExactly("unsubscribe news");
        assertThat(again).isNotDone();

        broker.take().succeed();
        broker.take().succeed();
        runAll();
        publish("hello");

        assertThat(again).isCompletedWithValue(SUBSCRIBED);
        assertThat(broker.isSubscribed(CHANNEL)).isTrue();
        assertThat(client.texts()).containsExactly("hello");
        assertThat(node.channelCount()).isEqualTo(1);
    }

    @Test
    void subscribe_cancelledDuringSlowUnsubscribe_isSettled() {
        subscribed(client);
        client.unsubscribe(CHANNEL);
        var unsubscribe = broker.take();
        var result = client.subscribe(CHANNEL);
        client.unsubscribe(CHANNEL);

        unsubscribe.succeed();
        runAll();

        assertThat(result).isCompletedWithValue(Refused.CANCELLED);
        assertThat(broker.waiting()).isEmpty();
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void unsubscribe_fails_laterSubscribeSucceeds() {
        subscribed(client);
        client.unsubscribe(CHANNEL);
        var again = client.subscribe(CHANNEL);

        broker.take().fail(away);
        broker.take().succeed();
        runAll();

        assertThat(again).isCompletedWithValue(SUBSCRIBED);
    }

    @Test
    void unsubscribe_notSubscribed_hasNoEffect() {
        client.unsubscribe(CHANNEL);

        assertThat(broker.waiting()).isEmpty();
    }

    private void subscribed(FakeClient who) {
        CompletableFuture<SubscribeResult> result = who.subscribe(CHANNEL);
        broker.take().succeed();
        runAll();
        assertThat(result).isCompletedWithValue(SUBSCRIBED);
    }

    private void publish(String text) {
        node.publish(CHANNEL, Publication.of(Payload.text(text)), PublishOptions.NONE);
        runAll();
    }

    private void runAll() {
        time.advance(Duration.ZERO);
    }
}
