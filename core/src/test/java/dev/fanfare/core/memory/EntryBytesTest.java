package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Estimates of strings: one byte per character in Latin-1, otherwise two. */
class EntryBytesTest {
    private static final String LATIN_1 = "naïve ÿ";
    private static final String UTF_16 = "naive \u0100";

    @Test
    void strings_aboveLatin1_countTwoBytesPerCharacter() {
        assertThat(growth(EntryBytes::ofStream)).isEqualTo(7);
        assertThat(growth(text -> EntryBytes.ofIdempotencyKey(text, text))).isEqualTo(14);
        assertThat(growth(text -> EntryBytes.ofPresence(new ClientInfo(text, text))))
                .isEqualTo(14);
        assertThat(growth(text -> EntryBytes.of(publication(text)))).isEqualTo(28);
    }

    /** The additional bytes if a string of seven characters is not Latin-1. */
    private static long growth(ToLongFunction<String> estimate) {
        return estimate.applyAsLong(UTF_16) - estimate.applyAsLong(LATIN_1);
    }

    private static Publication publication(String text) {
        return new Publication(Payload.text("data"), null, Map.of(text, text), new ClientInfo(text, text));
    }
}
