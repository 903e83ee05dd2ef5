package dev.fanfare.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Users that may not connect for a time, in bounded number. */
class UserBlocksTest {
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private final UserBlocks blocks = new UserBlocks(() -> now);

    @Test
    void block_endsAfterItsTimeOrOnRequest() {
        assertThat(blocks.isBlocked("u")).isFalse();
        blocks.block("u", Duration.ofSeconds(10));
        assertThat(blocks.isBlocked("u")).isTrue();
        assertThat(blocks.isBlocked("v")).isFalse();
        now = now.plusSeconds(10);
        assertThat(blocks.isBlocked("u")).isFalse();

        blocks.block("v", Duration.ofSeconds(10));
        blocks.block("v", Duration.ZERO);
        assertThat(blocks.isBlocked("v")).isFalse();
    }

    @Test
    void blocks_areLimited_andMakeRoomWhenTheyEnd() {
        for (int i = 0; i < UserBlocks.MAX; i++) {
            assertThat(blocks.block("u" + i, Duration.ofSeconds(10))).isTrue();
        }
        assertThat(blocks.block("one more", Duration.ofSeconds(10))).isFalse();
        assertThat(blocks.block("u1", Duration.ofSeconds(5))).isTrue();
        now = now.plusSeconds(5);

        assertThat(blocks.block("one more", Duration.ofSeconds(10))).isTrue();
    }
}
