package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.StreamPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text form of positions, which clients return. */
class StreamPositionTest {
    @ParameterizedTest
    @CsvSource({
        "1b9c-2, 17, 1b9c-2:17",
        "a b:c, 0, a+b%3Ac:0",
        "\u00e9, 9223372036854775807, %C3%A9:9223372036854775807"
    })
    void text_isParsed(String epoch, long offset, String text) {
        var position = new StreamPosition(epoch, offset);

        assertThat(position.text()).isEqualTo(text);
        assertThat(StreamPosition.parse(text)).contains(position);
    }

    /** An engine of another author may create any epoch, and the text becomes part of a header field. */
    @Test
    void text_hasNoCharactersThatInject() {
        var position = new StreamPosition("a\r\nb\0", 1);

        assertThat(position.text()).isEqualTo("a%0D%0Ab%00:1");
        assertThat(StreamPosition.parse(position.text())).contains(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":1",
                "e",
                "e:",
                "e:-1",
                "e:+1",
                "e:01",
                "e:1 ",
                "e:\u0661",
                "a:b:1",
                "%:1",
                "%zz:1",
                "e\n:1"
            })
    void parse_anyOtherText_isEmpty(String text) {
        assertThat(StreamPosition.parse(text)).isEmpty();
    }

    @Test
    void parse_longText_isEmpty() {
        assertThat(StreamPosition.parse("e".repeat(254) + ":1")).isPresent();
        assertThat(StreamPosition.parse("e".repeat(255) + ":1")).isEmpty();
    }
}
