package dev.fanfare.transport.netty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.client.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseFrameTest {
    @Test
    void encode_longReason_cutsBetweenCharacters() {
        // 122 ASCII letters, then a two-byte character whose second byte would be the 124th.
        var frame = CloseFrame.encode(new CloseReason(1000, "a".repeat(122) + "\u00e9" + "b"));

        var reason = Arrays.copyOfRange(frame.bytes(), 4, frame.size());
        assertThat(new String(reason, StandardCharsets.UTF_8)).isEqualTo("a".repeat(122));
    }

    @Test
    void encode_longestReason_keepsIt() {
        var frame = CloseFrame.encode(new CloseReason(4999, "a".repeat(123)));

        assertThat(frame.size()).isEqualTo(2 + 125);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_536})
    void encode_reservedCode_sendsNone(int code) {
        assertThat(CloseFrame.encode(new CloseReason(code, "words")).bytes()).containsExactly(0x88, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1014, 3000, 3999, 4000, 4999})
    void encode_validCode_sendsTwoBytes(int code) {
        assertThat(CloseFrame.encode(new CloseReason(code, "")).bytes())
                .containsExactly(0x88, 2, code >>> 8, code & 0xFF);
    }
}
