package dev.fanfare.core.node;

import static dev.fanfare.model.channel.RecoveryMode.NONE;
import static dev.fanfare.model.channel.RecoveryMode.POSITIONED;
import static dev.fanfare.model.channel.RecoveryMode.STREAM_RECOVERY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A positioned subscriber receives each publication at its position, or is notified of the loss. */
class PositionTest {
    private static final List<String> LOST_POSITION = List.of(PositionedChannel.NAME + " INSUFFICIENT_STATE");

    private final PositionedChannel channel = new PositionedChannel();

    @Test
    void push_aboveExpected_isNotSentAndReported() {
        var client = channel.subscribed(POSITIONED);
        channel.publish("1");
        lose("2");
        channel.publish("3");

        assertThat(client.texts()).containsExactly("1");
        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
        assertThat(client.session().isOpen()).isTrue();
        assertThat(channel.node.channelCount()).isZero();
    }

    /** Two offsets below the last one, and the last one again. */
    @ParameterizedTest
    @ValueSource(ints = {2, 0})
    void push_notAboveLast_isReportedAsLostHistory(int below) {
        var client = channel.subscribed(POSITIONED);
        var last = channel.publish("1", "2", "3");

        push(new StreamPosition(last.epoch(), last.offset() - below), "again");

        assertThat(client.texts()).containsExactly("1", "2", "3");
        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void push_otherEpoch_isReported() {
        var client = channel.subscribed(POSITIONED);
        var last = channel.publish("1");

        push(new StreamPosition("another", last.offset() + 1), "2");

        assertThat(client.texts()).containsExactly("1");
        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void subscribe_newEpoch_endsSubscribersOfTheOldOne() {
        var client = channel.subscribed(POSITIONED);
        var last = channel.publish("1");
        channel.broker.beginEpoch("next", last);

        var newer = channel.subscribed(POSITIONED);

        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
        assertThat(newer.unsubscribed()).isEmpty();
    }

    @Test
    void subscribe_oldEpochReadFirst_keepsSubscribersOfTheNewOne() {
        var last = channel.publish("1");
        channel.broker.holdAnswers();
        var old = channel.connect();
        channel.subscribe(old, POSITIONED, null);
        channel.broker.beginEpoch("next", last);
        var newer = channel.connect();
        channel.subscribe(newer, POSITIONED, null);
        channel.broker.releaseNewestAnswer();
        channel.runAll();

        channel.broker.releaseAnswers();
        channel.runAll();

        assertThat(newer.unsubscribed()).isEmpty();
        assertThat(old.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void push_withoutPosition_isSentInOrder() {
        var client = channel.subscribed(POSITIONED);
        channel.publish("1");
        channel.node.publish(PositionedChannel.NAME, text("not kept"), PublishOptions.NONE);
        channel.publish("2");

        assertThat(client.texts()).containsExactly("1", "not kept", "2");
        assertThat(client.unsubscribed()).isEmpty();
    }

    @Test
    void push_aboveExpected_reachesUnpositionedSubscribers() {
        var positioned = channel.subscribed(POSITIONED);
        var plain = channel.subscribed(NONE);
        lose("1");
        channel.publish("2");

        assertThat(positioned.unsubscribed()).isEqualTo(LOST_POSITION);
        assertThat(plain.texts()).containsExactly("2");
        assertThat(plain.unsubscribed()).isEmpty();
    }

    @Test
    void subscribe_afterReport_recoversTheMissed() {
        var client = channel.subscribed(STREAM_RECOVERY);
        var seen = channel.publish("1");
        lose("2");
        channel.publish("3");

        var result = channel.subscribe(client, STREAM_RECOVERY, seen);
        channel.publish("4");

        assertThat(result)
                .isCompletedWithValueMatching(outcome -> PositionedChannel.texts((SubscribeResult.Subscribed) outcome)
                        .equals(List.of("2", "3")));
        assertThat(client.texts()).containsExactly("1", "4");
    }

    @Test
    void report_manySubscribers_yieldsToOtherTasks() {
        var clients = IntStream.range(0, 2_000)
                .mapToObj(i -> channel.subscribed(POSITIONED))
                .toList();
        lose("1");
        long before = channel.loop.tasksRun();
        channel.publish("2");

        assertThat(channel.loop.tasksRun() - before).isGreaterThan(3);
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION));
    }

    @Test
    void report_aboveTheRate_doesNotDelayOthers() {
        var plain = channel.subscribed(NONE);
        var clients = IntStream.range(0, 3_000)
                .mapToObj(i -> channel.subscribed(POSITIONED))
                .toList();
        lose("1");

        channel.publish("2");
        channel.publish("3");

        assertThat(ended(clients)).isEqualTo(2_000);
        assertThat(plain.texts()).containsExactly("2", "3");
        assertThat(clients).allSatisfy(client -> assertThat(client.texts()).isEmpty());
        channel.time.advance(Duration.ofMillis(100));
        assertThat(ended(clients)).isBetween(2_150L, 2_200L);
        channel.time.advance(Duration.ofMillis(410));
        assertThat(ended(clients)).isEqualTo(3_000);
    }

    @Test
    void push_manyDifferentPositions_sharesFramesAndYields() {
        channel.subscribed(STREAM_RECOVERY);
        channel.broker.holdPushes();
        var top = channel.publish("1");
        var ahead = IntStream.range(0, 2_000)
                .mapToObj(i -> channel.connect())
                .peek(client -> channel.subscribe(client, STREAM_RECOVERY, top))
                .toList();
        channel.publish("2");
        long tasks = channel.loop.tasksRun();
        long batches = channel.loop.batchesMade();

        channel.broker.releasePushes();
        channel.runAll();

        assertThat(ahead).allSatisfy(client -> assertThat(client.texts()).containsExactly("2"));
        assertThat(channel.loop.tasksRun() - tasks).isGreaterThan(3);
        assertThat(channel.loop.batchesMade() - batches).isLessThan(20);
    }

    @Test
    void subscribe_afterPendingInterruption_isNotReported() {
        channel.subscribed(STREAM_RECOVERY);
        var late = channel.connect();
        channel.loop.execute(
                () -> late.subscribe(PositionedChannel.NAME, PositionedChannel.options(STREAM_RECOVERY), null));
        channel.broker.interrupt();
        channel.publish("1");
        channel.publish("2");

        assertThat(late.unsubscribed()).isEmpty();
        assertThat(late.texts()).endsWith("2");
    }

    @Test
    void silentLoss_isDetectedWithinCheckIntervalAndLag() {
        var client = channel.subscribed(POSITIONED);
        channel.publish("1");
        lose("2");

        channel.time.advance(PositionedChannel.CHECK_INTERVAL.plus(PositionedChannel.LAG));

        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void silentLoss_isReportedToSubscribersWithoutTheLastPush() {
        var client = channel.subscribed(POSITIONED);
        channel.node.identify(client.session(), new ClientInfo("one", ""));
        publishWithout("one");
        channel.runAll();
        lose("2");

        channel.time.advance(PositionedChannel.CHECK_INTERVAL.multipliedBy(2).plus(PositionedChannel.LAG));

        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void silentLoss_isReportedToSubscribersWithoutAnEarlierPush() {
        var client = channel.subscribed(POSITIONED);
        channel.node.identify(client.session(), new ClientInfo("one", ""));
        lose("1");
        channel.broker.interrupt();
        channel.runAll();
        channel.loop.hold();
        channel.time.advance(PositionedChannel.LAG);
        publishWithout("one");

        channel.loop.release();
        channel.runAll();

        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void push_inTransit_isNoLoss() {
        var client = channel.subscribed(POSITIONED);
        channel.publish("1");
        channel.time.advance(PositionedChannel.CHECK_INTERVAL);
        channel.broker.holdPushes();
        channel.publish("2");
        channel.broker.interrupt();
        channel.time.advance(PositionedChannel.LAG.dividedBy(2));

        channel.broker.releasePushes();
        channel.time.advance(PositionedChannel.LAG);

        assertThat(client.texts()).containsExactly("1", "2");
        assertThat(client.unsubscribed()).isEmpty();
    }

    @Test
    void quietChannel_keepsItsSubscribers() {
        var client = channel.subscribed(POSITIONED);
        channel.publish("1");

        channel.time.advance(Duration.ofHours(3)); // three times the meta age
        channel.publish("2");

        assertThat(client.texts()).containsExactly("1", "2");
        assertThat(client.unsubscribed()).isEmpty();
    }

    @Test
    void quietChannel_neverPublished_keepsItsEpoch() {
        var client = channel.subscribed(POSITIONED);

        channel.time.advance(Duration.ofHours(3));
        channel.publish("1");

        assertThat(client.texts()).containsExactly("1");
        assertThat(client.unsubscribed()).isEmpty();
    }

    @Test
    void quietChannel_shortestMetaAge_keepsItsSubscribers() {
        var least = PositionedChannel.CHECK_INTERVAL.multipliedBy(2);
        var brief = new HistoryRetention(10, least, least);
        var options = ChannelOptions.defaults().withHistory(brief).recovery(POSITIONED);
        channel.connect().subscribe(PositionedChannel.NAME, options, null);
        channel.runAll();
        var client = channel.subscribed(POSITIONED);

        channel.time.advance(Duration.ofHours(3));

        assertThat(client.unsubscribed()).isEmpty();
    }

    @Test
    void interruption_lostPush_isDetectedAtOnce() {
        var client = channel.subscribed(POSITIONED);
        lose("1");

        channel.broker.interrupt();
        channel.time.advance(PositionedChannel.LAG);

        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void interruption_lostPushBeforeAnswer_isDetectedAtOnce() {
        channel.broker.holdAnswers();
        var client = channel.connect();
        channel.subscribe(client, STREAM_RECOVERY, null);
        lose("1");
        channel.broker.interrupt();
        channel.runAll();

        channel.broker.releaseAnswers();
        channel.runAll();
        channel.time.advance(PositionedChannel.LAG);

        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void interruption_otherChannels_causesNoCheck() {
        var client = channel.subscribed(POSITIONED);
        lose("1");

        channel.broker.interrupt(name -> !name.equals(PositionedChannel.NAME));
        channel.time.advance(PositionedChannel.LAG);
        assertThat(client.unsubscribed()).isEmpty();

        channel.broker.interrupt(PositionedChannel.NAME::equals);
        channel.time.advance(PositionedChannel.LAG);
        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void interruption_withoutLoss_isNotReported() {
        var client = channel.subscribed(POSITIONED);
        channel.publish("1");

        channel.broker.interrupt();
        channel.time.advance(PositionedChannel.LAG);
        channel.publish("2");

        assertThat(client.texts()).containsExactly("1", "2");
        assertThat(client.unsubscribed()).isEmpty();
    }

    /** The history ended below the subscriber's position, and live publications continue from there. */
    @Test
    void push_belowTopBeforeInterruption_isReported() {
        var top = channel.publish("1", "2", "3");
        var client = channel.subscribed(POSITIONED);

        channel.broker.interrupt();
        push(new StreamPosition(top.epoch(), 2), "another 2");

        assertThat(client.texts()).isEmpty();
        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void check_brokerThrows_isRepeated() {
        var client = channel.subscribed(POSITIONED);
        channel.publish("1");
        channel.broker.throwAtPositions(true);
        channel.time.advance(PositionedChannel.CHECK_INTERVAL);
        channel.broker.throwAtPositions(false);
        lose("2");

        channel.time.advance(PositionedChannel.CHECK_INTERVAL.plus(PositionedChannel.LAG));

        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void check_subscribersLeft_doesNotAffectLaterOnes() {
        channel.subscribed(NONE);
        var gone = channel.subscribed(POSITIONED);
        lose("1");
        channel.broker.interrupt();
        channel.runAll();

        gone.unsubscribe(PositionedChannel.NAME);
        var newcomer = channel.subscribed(POSITIONED);
        channel.time.advance(PositionedChannel.LAG);

        assertThat(newcomer.unsubscribed()).isEmpty();
    }

    @Test
    void checks_brokerDoesNotAnswer_areOnePerChannel() {
        var client = channel.subscribed(POSITIONED);
        channel.broker.holdAnswers();
        for (int i = 0; i < 100; i++) {
            channel.broker.interrupt();
            channel.runAll();
        }

        client.unsubscribe(PositionedChannel.NAME);
        int underWay = channel.broker.answersWaiting();
        for (int i = 0; i < underWay; i++) {
            channel.broker.releaseAnswer();
            channel.runAll();
        }

        assertThat(channel.broker.answersWaiting()).isZero();
    }

    @Test
    void push_notEncodable_isReported() {
        var client = channel.connect();
        var options = PositionedChannel.options(POSITIONED);
        client.subscribe(new SubscribeRequest(PositionedChannel.NAME, new Failing(), options, null, false), () -> {});
        channel.runAll();

        channel.publish("1");

        assertThat(client.unsubscribed()).isEqualTo(LOST_POSITION);
    }

    @Test
    void unsubscribe_allSubscribers_leavesNoTimer() {
        var client = channel.subscribed(POSITIONED);
        client.connection().lose();
        channel.time.advance(PositionedChannel.CHECK_INTERVAL);
        var withoutHistory = channel.loop.timers();

        assertThat(withoutHistory).isLessThanOrEqualTo(1); // the sweep of the history
    }

    private static long ended(List<FakeClient> clients) {
        return clients.stream()
                .filter(client -> client.unsubscribed().equals(LOST_POSITION))
                .count();
    }

    private void lose(String text) {
        channel.broker.holdPushes();
        channel.publish(text);
        channel.broker.losePushes();
    }

    private void push(StreamPosition position, String text) {
        channel.broker.push(PositionedChannel.NAME, new Publication(Payload.text(text), position, Map.of(), null));
        channel.runAll();
    }

    private static Publication text(String text) {
        return Publication.of(Payload.text(text));
    }

    /** An encoder with a bug. */
    private static final class Failing implements PushEncoder {
        @Override
        public FrameKey key() {
            return new FrameKey("failing", "", "");
        }

        @Override
        public Frame encode(String name, Push push) {
            throw new IllegalStateException("cannot encode");
        }
    }

    private void publishWithout(String client) {
        var retention =
                Objects.requireNonNull(PositionedChannel.options(POSITIONED).retention());
        channel.node.publish(
                PositionedChannel.NAME, text("x").without(client), PublishOptions.NONE.withRetention(retention));
    }
}
