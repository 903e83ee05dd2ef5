package dev.fanfare.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The part of {@link HistoryBrokerContract} about reading. */
public abstract class HistoryReadingContract extends BrokerContract {
    static final Duration AGE = Duration.ofMinutes(1);
    static final Duration META_AGE = Duration.ofMinutes(10);
    private static final HistoryRetention FIVE = new HistoryRetention(5, AGE, META_AGE);
    static final PublishOptions KEEP_FIVE = PublishOptions.NONE.withRetention(FIVE);

    private HistoryBroker broker;
    private HeardPushes heard;

    /** Creates a broker that is not started. */
    protected abstract HistoryBroker createHistoryBroker();

    /** Advances the time of the engine. */
    protected abstract void elapse(Duration duration);

    @Override
    protected final Broker create() {
        return createHistoryBroker();
    }

    /** The broker of this test, which is subscribed to the channel. */
    final HistoryBroker broker() {
        return broker;
    }

    /** The pushes of that broker. */
    final HeardPushes heard() {
        return heard;
    }

    @BeforeEach
    final void startHistoryBroker() {
        broker = createHistoryBroker();
        heard = start(broker);
        await(broker.subscribe(channel()));
    }

    @Test
    void history_all_returnsOrderAndTop() {
        var positions = publishNumbers(3);

        var page = history(null, -1, false);

        assertThat(texts(page)).containsExactly("1", "2", "3");
        assertThat(page.top()).isEqualTo(positions.getLast());
    }

    @Test
    void history_aboveSize_dropsOldest() {
        publishNumbers(7);

        assertThat(texts(history(null, -1, false))).containsExactly("3", "4", "5", "6", "7");
    }

    @Test
    void history_limit_readsOldestOrReversedNewest() {
        publishNumbers(5);

        assertThat(texts(history(null, 2, false))).containsExactly("1", "2");
        assertThat(texts(history(null, 2, true))).containsExactly("5", "4");
    }

    @Test
    void history_limitZero_readsOnlyTheTop() {
        var positions = publishNumbers(2);

        var page = history(null, 0, false);

        assertThat(page.publications()).isEmpty();
        assertThat(page.top()).isEqualTo(positions.getLast());
    }

    @Test
    void history_sincePosition_excludesIt() {
        var positions = publishNumbers(5);

        assertThat(texts(history(positions.get(2), -1, false))).containsExactly("4", "5");
        assertThat(texts(history(positions.get(2), -1, true))).containsExactly("2", "1");
        assertThat(texts(history(positions.get(4), -1, false))).isEmpty();
    }

    @Test
    void history_pages_readEverythingOnce() {
        publishNumbers(5);

        var first = history(null, 2, false);
        var second = history(lastOf(first), 2, false);
        var third = history(lastOf(second), 2, false);

        assertThat(texts(first)).containsExactly("1", "2");
        assertThat(texts(second)).containsExactly("3", "4");
        assertThat(texts(third)).containsExactly("5");
    }

    @Test
    void history_pagesReversed_readEverythingOnce() {
        publishNumbers(5);

        var first = history(null, 2, true);
        var second = history(lastOf(first), 2, true);
        var third = history(lastOf(second), 2, true);

        assertThat(texts(first)).containsExactly("5", "4");
        assertThat(texts(second)).containsExactly("3", "2");
        assertThat(texts(third)).containsExactly("1");
        assertThat(texts(history(lastOf(third), 2, true))).isEmpty();
    }

    @Test
    void history_sinceDropped_readsTheRest() {
        var positions = publishNumbers(8);

        assertThat(texts(history(positions.get(1), 2, false))).containsExactly("4", "5");
        assertThat(texts(history(positions.get(1), -1, true))).isEmpty();
        assertThat(texts(history(positions.get(3), -1, true))).isEmpty();
    }

    @Test
    void history_sinceAboveTop_readsNothingOrReversedAll() {
        var epoch = publishNumbers(2).getFirst().epoch();

        for (long offset : new long[] {3, Long.MAX_VALUE}) {
            assertThat(texts(history(new StreamPosition(epoch, offset), -1, false)))
                    .isEmpty();
            assertThat(texts(history(new StreamPosition(epoch, offset), -1, true)))
                    .containsExactly("2", "1");
        }
    }

    @Test
    void history_sizeChanged_followsTheLastPublish() {
        publishNumbers(5);

        publish("6", PublishOptions.NONE.withRetention(new HistoryRetention(2, AGE, META_AGE)));
        assertThat(texts(history(null, -1, false))).containsExactly("5", "6");

        publishNumbers(2);
        assertThat(texts(history(null, -1, false))).containsExactly("5", "6", "7", "8");
    }

    @Test
    void history_ageLowered_followsTheLastPublish() {
        publishNumbers(1);
        publish("2", PublishOptions.NONE.withRetention(new HistoryRetention(5, AGE.dividedBy(4), META_AGE)));

        elapse(AGE.dividedBy(4).plusSeconds(2));

        var page = history(null, -1, false);
        assertThat(page.publications()).isEmpty();
        assertThat(page.top().offset()).isEqualTo(2);
    }

    @Test
    void history_veryLongAge_isKept() {
        var longest = Duration.ofSeconds(Long.MAX_VALUE);
        for (var age : List.of(Duration.ofDays(100_000), longest)) {
            publish("x", PublishOptions.NONE.withRetention(new HistoryRetention(5, age, longest)));
        }

        elapse(META_AGE.plusSeconds(2));

        assertThat(texts(history(null, -1, false))).containsExactly("x", "x");
    }

    @Test
    void history_sinceOtherEpoch_readsOnlyTheTop() {
        var positions = publishNumbers(3);

        var page = history(new StreamPosition("another", 1), -1, false);

        assertThat(page.publications()).isEmpty();
        assertThat(page.top()).isEqualTo(positions.getLast());
    }

    @Test
    void history_unknownChannel_hasNoPosition() {
        var page = await(broker.history(channel() + "-unknown", new HistoryQuery(null, -1, false)));

        assertThat(page).isEqualTo(new HistoryPage(List.of(), StreamPosition.NONE));
    }

    @Test
    void history_expired_keepsThePosition() {
        var positions = publishNumbers(3);

        elapse(AGE.plusSeconds(2));

        var page = history(null, -1, false);
        assertThat(page.publications()).isEmpty();
        assertThat(page.top()).isEqualTo(positions.getLast());
        assertThat(publishNumbers(1).getFirst())
                .isEqualTo(new StreamPosition(positions.getLast().epoch(), 4));
    }

    @Test
    void history_age_countsFromTheLastPublication() {
        publishNumbers(1);
        elapse(AGE.dividedBy(2));
        publishNumbers(1);
        elapse(AGE.dividedBy(2).plusSeconds(2));

        assertThat(history(null, -1, false).publications()).hasSize(2);
    }

    @Test
    void position_expired_hasANewEpoch() {
        var old = publishNumbers(3).getLast();

        elapse(META_AGE.plusSeconds(2));

        var fresh = publishNumbers(1).getFirst();
        assertThat(fresh.offset()).isEqualTo(1);
        assertThat(fresh.epoch()).isNotEqualTo(old.epoch());
    }

    @Test
    void position_newChannel_precedesPublications() {
        var before = await(broker.position(channel(), FIVE));

        assertThat(before.offset()).isZero();
        assertThat(before.epoch()).isNotEmpty();
        assertThat(await(broker.position(channel(), FIVE))).isEqualTo(before);
        assertThat(publishNumbers(1).getFirst()).isEqualTo(new StreamPosition(before.epoch(), 1));
    }

    @Test
    void position_metaAge_countsFromTheLastPublication() {
        var first = publishNumbers(1).getFirst();
        elapse(META_AGE.dividedBy(2));
        publish("passing", KEEP_FIVE.withSkippedHistory());
        elapse(META_AGE.dividedBy(2).plusSeconds(2));
        publishNumbers(1);
        elapse(META_AGE.dividedBy(2));

        assertThat(history(null, 0, false).top()).isEqualTo(new StreamPosition(first.epoch(), 2));
    }

    @Test
    void position_published_isKeptForItsMetaAge() {
        var before = publishNumbers(1).getFirst();
        elapse(META_AGE.dividedBy(2));
        assertThat(await(broker.position(channel(), FIVE))).isEqualTo(before);
        elapse(META_AGE.dividedBy(2).plusSeconds(2));

        assertThat(history(null, 0, false).top()).isEqualTo(before);
    }

    @Test
    void position_unpublished_isKeptForItsShortAge() {
        var age = FIVE.unpublishedAge();
        var before = await(broker.position(channel(), FIVE));
        elapse(age.dividedBy(2));
        assertThat(await(broker.position(channel(), FIVE))).isEqualTo(before);
        publish("passing", KEEP_FIVE.withSkippedHistory());
        elapse(age.dividedBy(2).plusSeconds(2));
        assertThat(history(null, 0, false).top()).isEqualTo(before);

        elapse(age.dividedBy(2).plusSeconds(2));

        assertThat(history(null, 0, false).top()).isEqualTo(StreamPosition.NONE);
    }

    @Test
    void position_unpublishedWithVersion_isKeptForItsMetaAge() {
        publish("v2", KEEP_FIVE.withVersion(2, "").withSkippedHistory());
        var before = await(broker.position(channel(), FIVE));
        elapse(FIVE.unpublishedAge().multipliedBy(2));

        assertThat(history(null, 0, false).top()).isEqualTo(before);
    }

    @Test
    void position_expiredTwice_differsEachTime() {
        var epochs = new HashSet<String>();
        for (int life = 0; life < 3; life++) {
            epochs.add(await(broker.position(channel(), FIVE)).epoch());
            await(broker.position(channel() + "-other", FIVE));
            elapse(META_AGE.plusSeconds(2));
        }

        assertThat(epochs).hasSize(3);
    }

    @Test
    void removeHistory_thenPublish_continuesOffsets() {
        var top = publishNumbers(3).getLast();
        await(broker.removeHistory(channel()));

        publishNumbers(1);

        var page = history(top, -1, false);
        assertThat(texts(page)).containsExactly("4");
        assertThat(texts(history(null, -1, true))).containsExactly("4");
        assertThat(page.top()).isEqualTo(new StreamPosition(top.epoch(), 4));
    }

    @Test
    void removeHistory_position_isKept() {
        var top = publishNumbers(3).getLast();

        await(broker.removeHistory(channel()));
        await(broker.removeHistory(channel() + "-unknown"));

        assertThat(history(null, -1, false)).isEqualTo(new HistoryPage(List.of(), top));
    }

    @Test
    void historyAndPosition_afterClose_fail() {
        publishNumbers(1);
        broker.close();

        for (var late : List.of(
                broker.history(channel(), new HistoryQuery(null, -1, false)),
                broker.position(channel(), FIVE),
                broker.removeHistory(channel()))) {
            assertThatThrownBy(() -> await(late)).hasCauseInstanceOf(EngineException.class);
        }
    }

    final List<StreamPosition> publishNumbers(int count) {
        long top = history(null, 0, false).top().offset();
        return LongStream.rangeClosed(top + 1, top + count)
                .mapToObj(number -> publish(Long.toString(number), KEEP_FIVE))
                .map(result -> Objects.requireNonNull(((Accepted) result).position()))
                .toList();
    }

    final PublishResult publish(String text, PublishOptions options) {
        return await(broker.publish(channel(), Publication.of(Payload.text(text)), options));
    }

    final HistoryPage history(@Nullable StreamPosition since, int limit, boolean reverse) {
        return await(broker.history(channel(), new HistoryQuery(since, limit, reverse)));
    }

    static StreamPosition lastOf(HistoryPage page) {
        return Objects.requireNonNull(page.publications().getLast().position());
    }

    static List<String> texts(HistoryPage page) {
        return page.publications().stream()
                .map(publication -> publication.payload().text())
                .toList();
    }
}
