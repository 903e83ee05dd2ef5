package dev.fanfare.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.core.port.PublishResult;
import dev.fanfare.core.port.PublishResult.Accepted;
import dev.fanfare.core.port.PublishResult.Reason;
import dev.fanfare.core.port.PublishResult.Suppressed;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HistoryBroker} promises, beside what every broker does. */
public abstract class HistoryBrokerContract extends BrokerContract {
    private static final Duration AGE = Duration.ofMinutes(1);
    private static final Duration META_AGE = Duration.ofMinutes(10);
    private static final HistoryRetention FIVE = new HistoryRetention(5, AGE, META_AGE);
    private static final PublishOptions KEEP_FIVE = PublishOptions.NONE.withRetention(FIVE);

    private HistoryBroker broker;
    private HeardPushes heard;

    /** A broker that is not started. */
    protected abstract HistoryBroker createHistoryBroker();

    /** Lets this much of the engine's time pass. */
    protected abstract void elapse(Duration duration);

    /** How long an idempotency key is remembered. */
    protected abstract Duration idempotencyWindow();

    @Override
    protected final Broker create() {
        return createHistoryBroker();
    }

    @BeforeEach
    final void startHistoryBroker() {
        broker = createHistoryBroker();
        heard = start(broker);
        await(broker.subscribe(channel()));
    }

    @Test
    void publish_withRetention_givesOffsetsRisingByOneFromOne() {
        var positions = publishNumbers(3);

        assertThat(positions).extracting(StreamPosition::offset).containsExactly(1L, 2L, 3L);
        assertThat(positions)
                .extracting(StreamPosition::epoch)
                .containsOnly(positions.getFirst().epoch());
    }

    @Test
    void publish_withRetention_handsOutThePositionItAnswers() {
        var answered = publishNumbers(3);

        for (var position : answered) {
            assertThat(heard.next().push())
                    .isInstanceOfSatisfying(
                            Publication.class,
                            publication -> assertThat(publication.position()).isEqualTo(position));
        }
    }

    @Test
    void publish_byManyThreads_handsOutInOffsetOrderWithoutGap() {
        int publishers = 8;
        int each = 200;
        inParallel(publishers, thread -> {
            for (int i = 0; i < each; i++) {
                publish("x", KEEP_FIVE);
            }
        });

        var offsets = IntStream.range(0, publishers * each)
                .mapToObj(i -> heard.next().push())
                .map(push ->
                        Objects.requireNonNull(((Publication) push).position()).offset())
                .toList();

        assertThat(offsets)
                .isEqualTo(LongStream.rangeClosed(1, (long) publishers * each)
                        .boxed()
                        .toList());
    }

    @Test
    void history_returnsAllInOrder_andTheTop() {
        var positions = publishNumbers(3);

        var page = history(null, -1, false);

        assertThat(texts(page)).containsExactly("1", "2", "3");
        assertThat(page.top()).isEqualTo(positions.getLast());
    }

    @Test
    void history_keepsNoMoreThanItsSize() {
        publishNumbers(7);

        assertThat(texts(history(null, -1, false))).containsExactly("3", "4", "5", "6", "7");
    }

    @Test
    void history_withLimit_readsTheOldestOrReversedTheNewest() {
        publishNumbers(5);

        assertThat(texts(history(null, 2, false))).containsExactly("1", "2");
        assertThat(texts(history(null, 2, true))).containsExactly("5", "4");
    }

    @Test
    void history_withLimitZero_readsTheTopOnly() {
        var positions = publishNumbers(2);

        var page = history(null, 0, false);

        assertThat(page.publications()).isEmpty();
        assertThat(page.top()).isEqualTo(positions.getLast());
    }

    @Test
    void history_sinceAPosition_excludesIt() {
        var positions = publishNumbers(5);

        assertThat(texts(history(positions.get(2), -1, false))).containsExactly("4", "5");
        assertThat(texts(history(positions.get(2), -1, true))).containsExactly("2", "1");
        assertThat(texts(history(positions.get(4), -1, false))).isEmpty();
    }

    @Test
    void history_pageByPage_readsEverythingOnce() {
        publishNumbers(5);

        var first = history(null, 2, false);
        var second = history(lastOf(first), 2, false);
        var third = history(lastOf(second), 2, false);

        assertThat(texts(first)).containsExactly("1", "2");
        assertThat(texts(second)).containsExactly("3", "4");
        assertThat(texts(third)).containsExactly("5");
    }

    @Test
    void history_sinceAnotherEpoch_readsNothingButTheTop() {
        var positions = publishNumbers(3);

        var page = history(new StreamPosition("another", 1), -1, false);

        assertThat(page.publications()).isEmpty();
        assertThat(page.top()).isEqualTo(positions.getLast());
    }

    @Test
    void history_ofAnUnknownChannel_hasNoPosition() {
        var page = await(broker.history(channel() + "-unknown", new HistoryQuery(null, -1, false)));

        assertThat(page).isEqualTo(new HistoryPage(List.of(), StreamPosition.NONE));
    }

    @Test
    void history_expires_andItsPositionOutlivesIt() {
        var positions = publishNumbers(3);

        elapse(AGE.plusSeconds(2));

        var page = history(null, -1, false);
        assertThat(page.publications()).isEmpty();
        assertThat(page.top()).isEqualTo(positions.getLast());
        assertThat(publishNumbers(1).getFirst())
                .isEqualTo(new StreamPosition(positions.getLast().epoch(), 4));
    }

    @Test
    void history_isKeptFromItsLastPublicationOn() {
        publishNumbers(1);
        elapse(AGE.dividedBy(2));
        publishNumbers(1);
        elapse(AGE.dividedBy(2).plusSeconds(2));

        assertThat(history(null, -1, false).publications()).hasSize(2);
    }

    @Test
    void position_expires_andANewLifeHasANewEpoch() {
        var old = publishNumbers(3).getLast();

        elapse(META_AGE.plusSeconds(2));

        var fresh = publishNumbers(1).getFirst();
        assertThat(fresh.offset()).isEqualTo(1);
        assertThat(fresh.epoch()).isNotEqualTo(old.epoch());
    }

    @Test
    void position_ofAFreshChannel_isTheOneThatPublicationsGoOnFrom() {
        var before = await(broker.position(channel(), FIVE));

        assertThat(before.offset()).isZero();
        assertThat(before.epoch()).isNotEmpty();
        assertThat(await(broker.position(channel(), FIVE))).isEqualTo(before);
        assertThat(publishNumbers(1).getFirst()).isEqualTo(new StreamPosition(before.epoch(), 1));
    }

    @Test
    void removeHistory_keepsThePosition() {
        var top = publishNumbers(3).getLast();

        await(broker.removeHistory(channel()));
        await(broker.removeHistory(channel() + "-unknown"));

        assertThat(history(null, -1, false)).isEqualTo(new HistoryPage(List.of(), top));
    }

    @Test
    void publish_skippingHistory_isHandedOutWithoutPosition() {
        publishNumbers(1);

        assertThat(publish("passing", KEEP_FIVE.withSkippedHistory())).isEqualTo(new Accepted(null));

        assertThat(heard.textsUntil("passing")).containsExactly("1", "passing");
        assertThat(texts(history(null, -1, false))).containsExactly("1");
    }

    @Test
    void publish_withAKeySeenBefore_isSuppressedAndAnsweredAsBefore() {
        var keyed = KEEP_FIVE.withIdempotencyKey("k");
        var first = publish("one", keyed);

        var second = publish("again", keyed);
        publish("end", KEEP_FIVE);

        assertThat(first).isInstanceOf(Accepted.class);
        assertThat(second).isEqualTo(new Suppressed(Reason.IDEMPOTENCY, ((Accepted) first).position()));
        assertThat(heard.textsUntil("end")).containsExactly("one", "end");
    }

    @Test
    void publish_withAKeySeenInAnotherChannel_isAccepted() {
        var keyed = KEEP_FIVE.withIdempotencyKey("k");
        publish("one", keyed);

        var other = await(broker.publish(channel() + "-other", Publication.of(Payload.text("two")), keyed));

        assertThat(other).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_withAKeyWithoutHistory_isSuppressedToo() {
        var keyed = PublishOptions.NONE.withIdempotencyKey("k");

        assertThat(publish("one", keyed)).isEqualTo(new Accepted(null));
        assertThat(publish("one", keyed)).isEqualTo(new Suppressed(Reason.IDEMPOTENCY, null));
    }

    @Test
    void publish_withAKeySeenLongAgo_isAccepted() {
        var keyed = KEEP_FIVE.withIdempotencyKey("k");
        publish("one", keyed);

        elapse(idempotencyWindow().plusSeconds(2));

        assertThat(publish("two", keyed)).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_ofAVersionNotAboveTheLast_isSuppressed() {
        publish("v2", KEEP_FIVE.withVersion(2, ""));

        var older = publish("v1", KEEP_FIVE.withVersion(1, ""));
        var same = publish("v2 again", KEEP_FIVE.withVersion(2, ""));
        var newer = publish("v3", KEEP_FIVE.withVersion(3, ""));

        assertThat(older)
                .isInstanceOfSatisfying(
                        Suppressed.class, it -> assertThat(it.reason()).isEqualTo(Reason.VERSION));
        assertThat(same).isInstanceOf(Suppressed.class);
        assertThat(newer).isInstanceOf(Accepted.class);
        assertThat(texts(history(null, -1, false))).containsExactly("v2", "v3");
    }

    @Test
    void publish_ofAVersionSkippingHistory_isRememberedToo() {
        publish("v2", KEEP_FIVE.withVersion(2, "").withSkippedHistory());

        assertThat(publish("v1", KEEP_FIVE.withVersion(1, ""))).isInstanceOf(Suppressed.class);
        assertThat(publish("v3", KEEP_FIVE.withVersion(3, ""))).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_ofAnotherVersionEpoch_beginsAnew() {
        publish("old life", KEEP_FIVE.withVersion(9, "a"));

        assertThat(publish("new life", KEEP_FIVE.withVersion(1, "b"))).isInstanceOf(Accepted.class);
        assertThat(publish("new life", KEEP_FIVE.withVersion(1, "b"))).isInstanceOf(Suppressed.class);
    }

    private List<StreamPosition> publishNumbers(int count) {
        long top = history(null, 0, false).top().offset();
        return LongStream.rangeClosed(top + 1, top + count)
                .mapToObj(number -> publish(Long.toString(number), KEEP_FIVE))
                .map(result -> Objects.requireNonNull(((Accepted) result).position()))
                .toList();
    }

    private PublishResult publish(String text, PublishOptions options) {
        return await(broker.publish(channel(), Publication.of(Payload.text(text)), options));
    }

    private HistoryPage history(@Nullable StreamPosition since, int limit, boolean reverse) {
        return await(broker.history(channel(), new HistoryQuery(since, limit, reverse)));
    }

    private static StreamPosition lastOf(HistoryPage page) {
        return Objects.requireNonNull(page.publications().getLast().position());
    }

    private static List<String> texts(HistoryPage page) {
        return page.publications().stream()
                .map(publication -> publication.payload().text())
                .toList();
    }
}
