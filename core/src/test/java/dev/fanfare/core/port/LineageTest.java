package dev.fanfare.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.StreamPosition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageTest {
    private static final Lineage FORKED = new Lineage(at("c", 9), Map.of("a", 3L, "b", 7L));

    @Test
    void contains_currentEpoch_upToTheTop() {
        assertThat(FORKED.contains(at("c", 9))).isTrue();
        assertThat(FORKED.contains(at("c", 1))).isTrue();
        assertThat(FORKED.contains(at("c", 10))).isFalse();
    }

    @Test
    void contains_earlierEpoch_upToItsEnd() {
        assertThat(FORKED.contains(at("a", 3))).isTrue();
        assertThat(FORKED.contains(at("a", 4))).isFalse();
        assertThat(FORKED.contains(at("b", 7))).isTrue();
        assertThat(FORKED.contains(at("b", 8))).isFalse();
    }

    @Test
    void contains_unknownEpoch_isFalse() {
        assertThat(FORKED.contains(at("d", 0))).isFalse();
        assertThat(FORKED.contains(StreamPosition.NONE)).isFalse();
    }

    private static StreamPosition at(String epoch, long offset) {
        return new StreamPosition(epoch, offset);
    }
}
