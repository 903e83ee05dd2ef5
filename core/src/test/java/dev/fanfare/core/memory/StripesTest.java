package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StripesTest {
    private static final int CHANNELS = 64_000;

    @Test
    void indexOf_manyChannels_isEven() {
        var counts = new int[Stripes.COUNT];
        for (int i = 0; i < CHANNELS; i++) {
            counts[Stripes.indexOf("room:" + i)]++;
        }

        assertThat(IntStream.of(counts).boxed()).allMatch(count -> count > 500 && count < 2_000);
    }

    /** A hash map of a thousand keys uses the low ten bits of this hash. */
    @Test
    void indexOf_withinAStripe_hashesAreSpread() {
        long buckets = IntStream.range(0, CHANNELS)
                .mapToObj(i -> "room:" + i)
                .filter(channel -> Stripes.indexOf(channel) == 0)
                .mapToInt(channel -> (channel.hashCode() ^ (channel.hashCode() >>> 16)) & 1_023)
                .distinct()
                .count();

        assertThat(buckets).isGreaterThan(300);
    }
}
