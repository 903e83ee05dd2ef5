package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.engine.redis.SeenPositions.Seen;
import dev.fanfare.model.channel.StreamPosition;
import org.junit.jupiter.api.Test;

class SeenPositionsTest {
    private final SeenPositions seen = new SeenPositions(3);

    @Test
    void positions_perEpoch_keepTheHighestOffset() {
        see("news", "a", 7);
        see("news", "a", 5);
        see("news", "b", 1);

        assertThat(seen.all()).containsExactlyInAnyOrder(new Seen("news", "a", 7), new Seen("news", "b", 1));
    }

    @Test
    void positions_aboveLimit_keepTheMostRecent() {
        see("c1", "e", 1);
        see("c2", "e", 1);
        see("c3", "e", 1);
        see("c1", "e", 2);
        see("c4", "e", 1);

        assertThat(seen.all()).extracting(Seen::channel).containsExactlyInAnyOrder("c1", "c3", "c4");
    }

    @Test
    void positions_empty_areNotKept() {
        seen.see("c", StreamPosition.NONE);
        see("c", "e", 0);

        assertThat(seen.all()).isEmpty();
    }

    @Test
    void push_notAboveTheLast_isReportedOnce() {
        assertThat(push(4)).isFalse();
        assertThat(push(5)).isFalse();
        assertThat(push(4)).isTrue();
        assertThat(push(5)).isFalse();

        assertThat(seen.all()).containsExactly(new Seen("news", "a", SeenPositions.ABOVE_ANY_TOP));
    }

    @Test
    void push_afterItsReply_isInOrder() {
        long request = seen.beginRequest();
        assertThat(seen.seePublished("news", new StreamPosition("a", 5), request))
                .isFalse();

        assertThat(push(4)).isFalse();
        assertThat(push(5)).isFalse();
    }

    @Test
    void published_notAboveEarlierOffset_isReported() {
        long first = seen.beginRequest();
        push(5);
        long second = seen.beginRequest();

        assertThat(seen.seePublished("news", new StreamPosition("a", 5), first)).isFalse();
        assertThat(seen.seePublished("news", new StreamPosition("a", 5), second))
                .isTrue();
    }

    @Test
    void top_belowEarlierOffset_isReported() {
        long first = seen.beginRequest();
        push(5);
        long second = seen.beginRequest();

        assertThat(seen.seeTop("news", new StreamPosition("a", 4), first)).isFalse();
        assertThat(seen.seeTop("news", new StreamPosition("a", 5), second)).isFalse();
        assertThat(seen.seeTop("news", new StreamPosition("a", 0), second)).isTrue();
    }

    @Test
    void offsets_otherEpoch_areNotCompared() {
        push(5);

        assertThat(seen.seePush("news", new StreamPosition("b", 1))).isFalse();
        assertThat(seen.seeTop("news", new StreamPosition("b", 1), seen.beginRequest()))
                .isFalse();
    }

    private boolean push(long offset) {
        return seen.seePush("news", new StreamPosition("a", offset));
    }

    private void see(String channel, String epoch, long offset) {
        seen.see(channel, new StreamPosition(epoch, offset));
    }
}
