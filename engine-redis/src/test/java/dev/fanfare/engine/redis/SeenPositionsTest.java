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
        seen.see("c", null);
        seen.see("c", StreamPosition.NONE);
        see("c", "e", 0);

        assertThat(seen.all()).isEmpty();
    }

    private void see(String channel, String epoch, long offset) {
        seen.see(channel, new StreamPosition(epoch, offset));
    }
}
