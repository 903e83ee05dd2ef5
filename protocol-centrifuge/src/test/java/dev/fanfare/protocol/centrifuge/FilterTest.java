package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.centrifuge.message.FilterNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters of publications by tags. */
class FilterTest {
    private final CentrifugeServer server = new CentrifugeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "cache"})
    void recovery_withFilter_sendsMatchingPublications(String channel) {
        for (int i = 1; i <= 3; i++) {
            server.publishTagged(channel, Integer.toString(i), "n", Integer.toString(i));
        }

        var reply = ask(
                server.connect(),
                "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel
                        + "\",\"recover\":true,\"tf\":{\"key\":\"n\",\"cmp\":\"eq\",\"val\":\"2\"}}}");

        assertThat(reply).contains("\"recovered\":true").doesNotContain("\"data\":1", "\"data\":3");
        if (channel.equals("stream")) {
            assertThat(reply).contains("\"data\":2,\"offset\":2");
        }
    }

    @Test
    void comparison_longNumbers_doNotMatch() {
        var longest = "9".repeat(60_000);
        assertThat(leaf(longest).toFilter().matches(Map.of("n", "1"))).isFalse();
        assertThat(leaf("12.5").toFilter().matches(Map.of("n", "12.4"))).isTrue();
        assertThat(leaf("12.5").toFilter().matches(Map.of("n", longest))).isFalse();
        assertThat(new FilterNode("", "n", "eq", longest, List.of(), List.of())
                        .toFilter()
                        .matches(Map.of("n", longest)))
                .isTrue();
    }

    private static FilterNode leaf(String number) {
        return new FilterNode("", "n", "lt", number, List.of(), List.of());
    }
}
