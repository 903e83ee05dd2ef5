package dev.fanfare.transport.netty.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.http.Headers;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Netty accepts every header field that core accepts; otherwise writing the response would fail. */
class HeadersTest {
    private interface Setter {
        void set(String name, String value);
    }

    @Test
    void field_validInCore_isAcceptedByNetty() {
        Setter core = Headers::of;
        Setter netty = new DefaultHttpHeaders()::set;
        IntStream.range(0, 0x200).mapToObj(Character::toString).forEach(c -> {
            assertThat(!takes(core, "x", c) || takes(netty, "x", c))
                    .as("value %s", (int) c.charAt(0))
                    .isTrue();
            assertThat(!takes(core, "x", "a" + c) || takes(netty, "x", "a" + c))
                    .as("value a%s", (int) c.charAt(0))
                    .isTrue();
            assertThat(!takes(core, "x" + c, "a") || takes(netty, "x" + c, "a"))
                    .as("name x%s", (int) c.charAt(0))
                    .isTrue();
        });
    }

    private static boolean takes(Setter headers, String name, String value) {
        try {
            headers.set(name, value);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }
}
