package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The channel changes that a node has to report, and their overflow. */
class OccupiedChannelsTest {
    private static final int MANY = 150_000;

    private final OccupiedChannels channels = new OccupiedChannels();

    @Test
    void reportAll_manyChannels_doesNotOverflow() {
        IntStream.range(0, MANY).forEach(i -> channels.enter("channel" + i));
        channels.reportAll();

        assertThat(channels.isTooMuch()).isFalse();
        assertThat(channels.take(2 * MANY)).hasSize(MANY);
    }

    @Test
    void changes_manyMoreThanChannels_overflow() {
        channels.reportAll();
        IntStream.range(0, MANY).forEach(i -> {
            channels.enter("channel" + i);
            channels.leave("channel" + i);
        });

        assertThat(channels.isTooMuch()).isTrue();
    }
}
