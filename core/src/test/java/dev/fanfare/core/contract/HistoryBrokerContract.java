package dev.fanfare.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Reason;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link HistoryBroker}, in addition to that of every broker. */
public abstract class HistoryBrokerContract extends HistoryReadingContract {
    /** The lifetime of an idempotency key. */
    protected abstract Duration idempotencyWindow();

    @Test
    void publish_withRetention_numbersFromOne() {
        var positions = publishNumbers(3);

        assertThat(positions).extracting(StreamPosition::offset).containsExactly(1L, 2L, 3L);
        assertThat(positions)
                .extracting(StreamPosition::epoch)
                .containsOnly(positions.getFirst().epoch());
    }

    @Test
    void publish_withRetention_deliversTheReturnedPosition() {
        var answered = publishNumbers(3);

        for (var position : answered) {
            assertThat(heard().next().push())
                    .isInstanceOfSatisfying(
                            Publication.class,
                            publication -> assertThat(publication.position()).isEqualTo(position));
        }
    }

    @Test
    void publish_byManyThreads_isInOffsetOrderWithoutGap() {
        int publishers = 8;
        int each = 200;
        inParallel(publishers, thread -> {
            for (int i = 0; i < each; i++) {
                publish("x", KEEP_FIVE);
            }
        });

        var offsets = IntStream.range(0, publishers * each)
                .mapToObj(i -> heard().next().push())
                .map(push ->
                        Objects.requireNonNull(((Publication) push).position()).offset())
                .toList();

        assertThat(offsets)
                .isEqualTo(LongStream.rangeClosed(1, (long) publishers * each)
                        .boxed()
                        .toList());
    }

    @Test
    void publish_skippingHistory_isDeliveredWithoutPosition() {
        publishNumbers(1);

        assertThat(publish("passing", KEEP_FIVE.withSkippedHistory())).isEqualTo(new Accepted(null));

        assertThat(heard().textsUntil("passing")).containsExactly("1", "passing");
        assertThat(texts(history(null, -1, false))).containsExactly("1");
    }

    @Test
    void publish_skippingHistoryOfNewChannel_hasNoPosition() {
        publish("passing", KEEP_FIVE.withSkippedHistory());

        assertThat(history(null, 0, false).top()).isEqualTo(StreamPosition.NONE);
    }

    @Test
    void publish_repeatedKeySkippingHistory_isSuppressed() {
        publishNumbers(1);
        var keyed = KEEP_FIVE.withIdempotencyKey("k").withSkippedHistory();

        assertThat(publish("one", keyed)).isEqualTo(new Accepted(null));
        assertThat(publish("again", keyed)).isEqualTo(new Suppressed(Reason.IDEMPOTENCY, null));
    }

    @Test
    void publish_oldVersionWithKey_doesNotUseTheKey() {
        publish("v2", KEEP_FIVE.withVersion(2, ""));

        assertThat(publish("v1", KEEP_FIVE.withVersion(1, "").withIdempotencyKey("k")))
                .isInstanceOf(Suppressed.class);
        assertThat(publish("v3", KEEP_FIVE.withVersion(3, "").withIdempotencyKey("k")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void publish_repeatedKey_returnsTheFirstResult() {
        var keyed = KEEP_FIVE.withIdempotencyKey("k");
        var first = publish("one", keyed);

        var second = publish("again", keyed);
        publish("end", KEEP_FIVE);

        assertThat(first).isInstanceOf(Accepted.class);
        assertThat(second).isEqualTo(new Suppressed(Reason.IDEMPOTENCY, ((Accepted) first).position()));
        assertThat(heard().textsUntil("end")).containsExactly("one", "end");
    }

    @Test
    void publish_keyOfOtherChannel_isAccepted() {
        var keyed = KEEP_FIVE.withIdempotencyKey("k");
        publish("one", keyed);

        var other = await(broker().publish(channel() + "-other", Publication.of(Payload.text("two")), keyed));

        assertThat(other).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_repeatedKeyWithoutHistory_isSuppressed() {
        var keyed = PublishOptions.NONE.withIdempotencyKey("k");

        assertThat(publish("one", keyed)).isEqualTo(new Accepted(null));
        assertThat(publish("one", keyed)).isEqualTo(new Suppressed(Reason.IDEMPOTENCY, null));
    }

    @Test
    void publish_expiredKey_isAccepted() {
        var keyed = KEEP_FIVE.withIdempotencyKey("k");
        publish("one", keyed);

        elapse(idempotencyWindow().plusSeconds(2));

        assertThat(publish("two", keyed)).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_versionNotAboveLast_isSuppressed() {
        publish("v2", KEEP_FIVE.withVersion(2, ""));

        var older = publish("v1", KEEP_FIVE.withVersion(1, ""));
        var same = publish("v2 again", KEEP_FIVE.withVersion(2, ""));
        var newer = publish("v3", KEEP_FIVE.withVersion(3, ""));

        assertThat(older)
                .isEqualTo(new Suppressed(
                        Reason.VERSION,
                        new StreamPosition(history(null, 0, false).top().epoch(), 1)));
        assertThat(same).isInstanceOf(Suppressed.class);
        assertThat(newer).isInstanceOf(Accepted.class);
        assertThat(texts(history(null, -1, false))).containsExactly("v2", "v3");
    }

    @Test
    void publish_versionSkippingHistory_isRecorded() {
        publish("v2", KEEP_FIVE.withVersion(2, "").withSkippedHistory());

        assertThat(publish("v1", KEEP_FIVE.withVersion(1, ""))).isInstanceOf(Suppressed.class);
        assertThat(publish("v3", KEEP_FIVE.withVersion(3, ""))).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_version_isKeptAsLongAsThePosition() {
        publish("v2", KEEP_FIVE.withVersion(2, ""));
        elapse(AGE.plusSeconds(2));
        assertThat(publish("v1", KEEP_FIVE.withVersion(1, ""))).isInstanceOf(Suppressed.class);

        elapse(META_AGE.plusSeconds(2));
        assertThat(publish("v1", KEEP_FIVE.withVersion(1, ""))).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_otherVersionEpoch_restartsVersions() {
        publish("old life", KEEP_FIVE.withVersion(9, "a"));

        assertThat(publish("new life", KEEP_FIVE.withVersion(1, "b"))).isInstanceOf(Accepted.class);
        assertThat(publish("new life", KEEP_FIVE.withVersion(1, "b"))).isInstanceOf(Suppressed.class);
    }
}
