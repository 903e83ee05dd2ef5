package dev.fanfare.core.node;

import static dev.fanfare.core.node.PositionedChannel.before;
import static dev.fanfare.model.channel.RecoveryMode.CACHE_RECOVERY;
import static dev.fanfare.model.channel.RecoveryMode.NONE;
import static dev.fanfare.model.channel.RecoveryMode.POSITIONED;
import static dev.fanfare.model.channel.RecoveryMode.STREAM_RECOVERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Recovery of returning clients, and subscribes during publications. */
class RecoveryTest {
    private final PositionedChannel channel = new PositionedChannel();
    private final FakeClient client = channel.connect();

    @Test
    void subscribe_newClient_startsAtTheTop() {
        var top = channel.publish("1", "2");

        var result = subscribe(STREAM_RECOVERY, null);
        channel.publish("3");

        assertThat(result).isEqualTo(new Subscribed(top, Recovery.NOT_ASKED, List.of()));
        assertThat(client.texts()).containsExactly("3");
    }

    @Test
    void subscribe_newChannel_returnsAPosition() {
        var first = subscribe(STREAM_RECOVERY, null);
        client.unsubscribe(PositionedChannel.NAME);
        channel.publish("1");

        var second = subscribe(STREAM_RECOVERY, first.position());

        assertThat(second.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(PositionedChannel.texts(second)).containsExactly("1");
    }

    @Test
    void recover_missed_getsExactlyTheMissed() {
        var top = channel.publish("1", "2", "3");

        var result = subscribe(STREAM_RECOVERY, before(top, 2));
        channel.publish("4");

        assertThat(result.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(result.position()).isEqualTo(top);
        assertThat(PositionedChannel.texts(result)).containsExactly("2", "3");
        assertThat(client.texts()).containsExactly("4");
    }

    @Test
    void recover_nothingMissed_isRecovered() {
        var top = channel.publish("1");

        assertThat(subscribe(STREAM_RECOVERY, top)).isEqualTo(new Subscribed(top, Recovery.RECOVERED, List.of()));
    }

    @Test
    void recover_historyDropped_isNotRecovered() {
        var first = channel.publish("1");
        channel.broker.removeHistory(PositionedChannel.NAME);
        var top = channel.publish("2");

        assertThat(subscribe(STREAM_RECOVERY, before(first, 1)))
                .isEqualTo(new Subscribed(top, Recovery.NOT_RECOVERED, List.of()));
    }

    @Test
    void recover_otherEpoch_isNotRecovered() {
        var top = channel.publish("1");

        assertThat(subscribe(STREAM_RECOVERY, new StreamPosition("another", 0)))
                .isEqualTo(new Subscribed(top, Recovery.NOT_RECOVERED, List.of()));
    }

    @Test
    void recover_endOfEarlierEpoch_isRecoveredInTheCurrentOne() {
        var last = channel.publish("1", "2");
        channel.broker.beginEpoch("next", last);
        var top = channel.publish("3");

        var result = subscribe(STREAM_RECOVERY, last);
        channel.publish("4");

        assertThat(result.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(result.position()).isEqualTo(top).isEqualTo(new StreamPosition("next", 3));
        assertThat(PositionedChannel.texts(result)).containsExactly("3");
        assertThat(client.texts()).containsExactly("4");
    }

    @Test
    void recover_aboveTheEndOfEarlierEpoch_isNotRecovered() {
        var last = channel.publish("1", "2");
        channel.broker.beginEpoch("next", last);
        var top = channel.publish("3");

        assertThat(subscribe(STREAM_RECOVERY, new StreamPosition(last.epoch(), 3)))
                .isEqualTo(new Subscribed(top, Recovery.NOT_RECOVERED, List.of()));
    }

    @Test
    void recover_aboveTop_isNotRecovered() {
        var top = channel.publish("1");

        assertThat(subscribe(STREAM_RECOVERY, new StreamPosition(top.epoch(), 2))
                        .recovery())
                .isEqualTo(Recovery.NOT_RECOVERED);
    }

    @Test
    void recover_moreThanLimit_isNotRecovered() {
        var top = channel.publish("1", "2", "3", "4", "5", "6");

        assertThat(subscribe(STREAM_RECOVERY, before(top, 6)).recovery()).isEqualTo(Recovery.NOT_RECOVERED);
        assertThat(subscribe(channel.connect(), STREAM_RECOVERY, before(top, 5)).recovery())
                .isEqualTo(Recovery.RECOVERED);
    }

    @Test
    void recover_onlyPositioned_isNotRecovered() {
        var top = channel.publish("1", "2");

        assertThat(subscribe(POSITIONED, before(top, 1)).recovery()).isEqualTo(Recovery.NOT_RECOVERED);
    }

    @Test
    void recover_rejectUnrecovered_isRejected() {
        channel.publish("1");
        var encoder = new RawEncoder(PlainFraming.PLAIN);
        var options = PositionedChannel.options(STREAM_RECOVERY);
        var request =
                new SubscribeRequest(PositionedChannel.NAME, encoder, options, new StreamPosition("another", 0), true);

        var result = client.subscribe(request, () -> client.reply("answer"));
        channel.runAll();
        channel.publish("2");

        assertThat(result).isCompletedWithValue(Refused.UNRECOVERABLE);
        assertThat(client.texts()).isEmpty();
        assertThat(channel.node.channelCount()).isZero();
    }

    @Test
    void recover_missedNotAccepted_startsAtTheTop() {
        var top = channel.publish("1", "2");
        var results = new ArrayList<Subscribed>();
        var encoder = new RawEncoder(PlainFraming.PLAIN);
        var request = new SubscribeRequest(
                PositionedChannel.NAME, encoder, PositionedChannel.options(STREAM_RECOVERY), before(top, 2), false);

        channel.node.subscribe(client.session(), request, new SubscriptionHandler() {
            @Override
            public boolean acceptsMissed(List<Publication> missed) {
                return missed.size() < 2;
            }

            @Override
            public void onSubscribed(Subscribed result) {
                results.add(result);
            }

            @Override
            public void onUnsubscribed(UnsubscribeReason reason) {}
        });
        channel.runAll();
        channel.publish("3");

        assertThat(results).containsExactly(new Subscribed(top, Recovery.NOT_RECOVERED, List.of()));
        assertThat(client.texts()).containsExactly("3");
    }

    @Test
    void publish_duringRead_isMergedOnce() {
        var top = channel.publish("1", "2");
        channel.broker.holdAnswers();
        var result = channel.subscribe(client, STREAM_RECOVERY, before(top, 1));
        channel.publish("3", "4");
        assertThat(result).isNotDone();

        channel.broker.releaseAnswers();
        channel.runAll();
        channel.publish("5");

        assertThat(PositionedChannel.texts(join(result))).containsExactly("2", "3", "4");
        assertThat(join(result).position()).isEqualTo(before(channel.publish("6"), 2));
        assertThat(client.texts()).containsExactly("5", "6");
    }

    @Test
    void recoveries_many_yieldToOtherWork() {
        var top = channel.publish("1", "2");
        channel.broker.holdAnswers();
        var results = Stream.generate(channel::connect)
                .limit(3)
                .map(each -> channel.subscribe(each, STREAM_RECOVERY, before(top, 1)))
                .toList();
        channel.broker.releaseAnswers();
        var finished = new ArrayList<Long>();

        channel.loop.execute(() ->
                finished.add(results.stream().filter(CompletableFuture::isDone).count()));
        channel.runAll();

        assertThat(finished).containsExactly(1L);
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(PositionedChannel.texts(join(result))).containsExactly("2"));
    }

    @Test
    void publish_duringTopRead_isNotSent() {
        var top = channel.publish("1");
        channel.broker.holdAnswers();
        var result = channel.subscribe(client, STREAM_RECOVERY, null);
        channel.publish("2");

        channel.broker.releaseAnswers();
        channel.runAll();
        channel.publish("3");

        assertThat(join(result).position()).isEqualTo(new StreamPosition(top.epoch(), 2));
        assertThat(client.texts()).containsExactly("3");
    }

    @Test
    void push_alreadyInHistory_isNotSentAgain() {
        channel.broker.holdPushes();
        var top = channel.publish("1", "2");

        var result = subscribe(STREAM_RECOVERY, before(top, 2));
        channel.broker.releasePushes();
        channel.runAll();
        channel.publish("3");

        assertThat(PositionedChannel.texts(result)).containsExactly("1", "2");
        assertThat(client.texts()).containsExactly("3");
        assertThat(client.unsubscribed()).isEmpty();
    }

    @Test
    void subscribe_aheadOfOthers_getsEachOnce() {
        var other = channel.subscribed(STREAM_RECOVERY);
        channel.broker.holdPushes();
        var top = channel.publish("1", "2");
        var result = subscribe(STREAM_RECOVERY, before(top, 1));

        channel.broker.releasePushes();
        channel.runAll();
        channel.publish("3");

        assertThat(PositionedChannel.texts(result)).containsExactly("2");
        assertThat(client.texts()).containsExactly("3");
        assertThat(other.texts()).containsExactly("1", "2", "3");
        assertThat(other.unsubscribed()).isEmpty();
    }

    @Test
    void subscribe_slowRead_getsMissedFromHistory() {
        channel.broker.holdAnswers();
        var slow = channel.subscribe(client, STREAM_RECOVERY, null);
        channel.broker.holdPushes();
        channel.publish("1");
        var ahead = channel.connect();
        var fast = channel.subscribe(ahead, STREAM_RECOVERY, null);
        channel.broker.releaseAnswers();
        channel.runAll();

        channel.broker.releasePushes();
        channel.publish("2");

        assertThat(join(slow).position())
                .isEqualTo(before(Objects.requireNonNull(join(fast).position()), 1));
        assertThat(client.texts()).containsExactly("1", "2");
        assertThat(ahead.texts()).containsExactly("2");
    }

    @Test
    void subscribe_epochChangesDuringRead_readsAgain() {
        channel.publish("old");
        channel.broker.holdAnswers();
        var result = channel.subscribe(client, STREAM_RECOVERY, null);
        channel.time.advance(Duration.ofHours(2));
        channel.publish("new");

        channel.broker.releaseAnswer();
        channel.runAll();
        assertThat(channel.broker.answersWaiting()).isEqualTo(1);
        channel.broker.releaseAnswers();
        channel.runAll();
        channel.publish("next");

        assertThat(join(result).recovery()).isEqualTo(Recovery.NOT_ASKED);
        assertThat(client.texts()).containsExactly("next");
    }

    @Test
    void subscribe_tooManyDuringRead_readsAgain() {
        var top = channel.publish("1");
        channel.broker.holdAnswers();
        var result = channel.subscribe(client, STREAM_RECOVERY, top);
        channel.publish("x".repeat(PositionedChannel.RECENT_BYTES), "3");

        channel.broker.releaseAnswer();
        channel.runAll();
        channel.broker.releaseAnswers();
        channel.runAll();

        assertThat(join(result).recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(join(result).publications()).hasSize(2);
    }

    @Test
    void subscribe_tooManyDuringEachRead_fails() {
        channel.broker.holdAnswers();
        var result = channel.subscribe(client, STREAM_RECOVERY, null);
        for (int read = 0; read < 3; read++) {
            channel.publish("x".repeat(PositionedChannel.RECENT_BYTES));
            channel.broker.releaseAnswer();
            channel.runAll();
        }

        assertThatThrownBy(result::join).hasCauseInstanceOf(EngineException.class);
        assertThat(channel.node.channelCount()).isZero();
        assertThat(client.session().subscriptions().channels()).isEmpty();
    }

    @Test
    void unsubscribe_duringRead_cancels() {
        channel.broker.holdAnswers();
        var result = channel.subscribe(client, STREAM_RECOVERY, null);

        client.unsubscribe(PositionedChannel.NAME);
        channel.broker.releaseAnswers();
        channel.runAll();
        channel.publish("1");

        assertThat(result).isCompletedWithValue(Refused.CANCELLED);
        assertThat(client.texts()).isEmpty();
        assertThat(channel.node.channelCount()).isZero();
    }

    @Test
    void recover_cacheMode_getsOnlyTheLatest() {
        var top = channel.publish("1", "2", "3");

        var result = subscribe(CACHE_RECOVERY, before(top, 2));
        channel.publish("4");

        assertThat(result.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(PositionedChannel.texts(result)).containsExactly("3");
        assertThat(client.texts()).containsExactly("4");
    }

    @Test
    void recover_cacheModeOtherEpoch_getsTheLatest() {
        channel.publish("1", "2");

        var result = subscribe(CACHE_RECOVERY, StreamPosition.NONE);

        assertThat(result.recovery()).isEqualTo(Recovery.RECOVERED);
        assertThat(PositionedChannel.texts(result)).containsExactly("2");
    }

    @Test
    void recover_cacheModeSameOffsetOfEarlierEpoch_getsTheLatest() {
        var last = channel.publish("1", "2");
        channel.broker.beginEpoch("next", last);

        assertThat(PositionedChannel.texts(subscribe(CACHE_RECOVERY, last))).containsExactly("2");
    }

    @Test
    void recover_cacheModeUpToDate_getsNothing() {
        var top = channel.publish("1", "2");

        assertThat(subscribe(CACHE_RECOVERY, top)).isEqualTo(new Subscribed(top, Recovery.RECOVERED, List.of()));
    }

    @Test
    void recover_cacheModeLatestGone_isNotRecovered() {
        var top = channel.publish("1");
        channel.broker.removeHistory(PositionedChannel.NAME);

        assertThat(subscribe(CACHE_RECOVERY, before(top, 1)).recovery()).isEqualTo(Recovery.NOT_RECOVERED);
    }

    @Test
    void publish_duringCacheRead_isTheLatest() {
        var top = channel.publish("1", "2");
        channel.broker.holdAnswers();
        var result = channel.subscribe(client, CACHE_RECOVERY, before(top, 1));
        channel.publish("3", "4");

        channel.broker.releaseAnswers();
        channel.runAll();

        assertThat(PositionedChannel.texts(join(result))).containsExactly("4");
        assertThat(client.texts()).isEmpty();
    }

    /** Publications queued for the first subscription must not follow the answer of the second one, which contains them. */
    @Test
    void recover_slowClient_getsNothingTwice() {
        var first = subscribe(STREAM_RECOVERY, null);
        client.connection().stall();
        channel.publish("1", "2");
        client.unsubscribe(PositionedChannel.NAME);
        var second = subscribe(STREAM_RECOVERY, first.position());

        channel.publish("3");
        client.connection().resume();
        channel.runAll();

        assertThat(PositionedChannel.texts(second)).containsExactly("1", "2");
        assertThat(client.texts()).containsExactly("3");
    }

    @Test
    void unsubscribe_slowClient_keepsOtherChannelsQueued() {
        client.subscribe("other");
        channel.runAll();
        subscribe(NONE, null);
        client.connection().stall();
        channel.publish("1");
        channel.node.publish("other", Publication.of(Payload.text("stays")), PublishOptions.NONE);
        channel.runAll();

        client.unsubscribe(PositionedChannel.NAME);
        client.connection().resume();

        assertThat(client.texts()).containsExactly("stays");
        assertThat(client.session().outboxBytes()).isZero();
    }

    private Subscribed subscribe(RecoveryMode mode, @Nullable StreamPosition since) {
        return subscribe(client, mode, since);
    }

    private Subscribed subscribe(FakeClient who, RecoveryMode mode, @Nullable StreamPosition since) {
        return join(channel.subscribe(who, mode, since));
    }

    private static Subscribed join(CompletableFuture<SubscribeResult> result) {
        assertThat(result).isCompletedWithValueMatching(Subscribed.class::isInstance);
        return (Subscribed) result.join();
    }
}
