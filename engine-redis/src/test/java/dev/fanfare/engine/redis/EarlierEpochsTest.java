package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlierEpochsTest {
    @Test
    void decode_pairs_returnsLastOffsets() {
        assertThat(EarlierEpochs.decode(bytes("1 a-1 3 b-2 9223372036854775807 c-3"), "c-3"))
                .isEqualTo(Map.of("a-1", 3L, "b-2", Long.MAX_VALUE));
    }

    @Test
    void decode_absentOrOtherVersion_isEmpty() {
        assertThat(EarlierEpochs.decode(null, "c")).isEmpty();
        assertThat(EarlierEpochs.decode(bytes(""), "c")).isEmpty();
        assertThat(EarlierEpochs.decode(bytes("2 a 3 c"), "c")).isEmpty();
    }

    @Test
    void decode_ofAnotherEpoch_isEmpty() {
        assertThat(EarlierEpochs.decode(bytes("1 a 3 b"), "c")).isEmpty();
        assertThat(EarlierEpochs.decode(bytes("1 a 3"), "c")).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
