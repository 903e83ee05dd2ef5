package dev.fanfare.app.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The binding of JSON to types, and the messages for malformed JSON. */
class JsonTest {
    sealed interface Command {}

    record Ask(String question) implements Command {}

    record KickOut(String who, int code) implements Command {
        KickOut {
            if (code < 4000 || code > 4999) {
                throw new IllegalArgumentException("a code is 4000 to 4999, not " + code);
            }
        }
    }

    enum Color {
        RED
    }

    record Things(List<Integer> list, Map<String, Integer> map, Color color, Instant at, Optional<String> note) {}

    private static final String THINGS =
            "{'list':[1],'map':{'a':1},'color':'RED','at':'2026-01-31T12:00:00Z','note':null}";

    @Test
    void sealedInterface_isDecodedByType_withoutAnnotations() {
        var json = Json.write(new KickOut("ann", 4001));

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"kickOut\",\"who\":\"ann\",\"code\":4001}");
        assertThat(Json.read(json, Command.class)).isEqualTo(new KickOut("ann", 4001));
        assertThat(read("{'question':'why?','type':'ask'}", Command.class)).isEqualTo(new Ask("why?"));
        assertThatThrownBy(() -> read("{'type':'dance'}", Command.class))
                .hasMessage("the message must have a property 'type', one of ask, kickOut, got 'dance'");
        assertThatThrownBy(() -> read("{'question':'why?'}", Command.class))
                .hasMessage("the message must have a property 'type', one of ask, kickOut");
    }

    @Test
    void recordConstructor_throwing_isInTheError() {
        assertThatThrownBy(() -> read("{'type':'kickOut','who':'ann','code':1}", Command.class))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessage("the message: a code is 4000 to 4999, not 1");
    }

    /** The parsers keep names for reuse. */
    @Test
    void names_long_areRejected() {
        var name = "n".repeat(1_000);
        assertThat(read("{'" + name + "':1}", Object.class)).isEqualTo(Map.of(name, 1));
        assertThatThrownBy(() -> read("{'" + "n".repeat(1_100) + "':1}", Object.class))
                .isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void things_thatFit_areRead() {
        assertThat(read(THINGS, Things.class))
                .isEqualTo(new Things(
                        List.of(1),
                        Map.of("a", 1),
                        Color.RED,
                        Instant.parse("2026-01-31T12:00:00Z"),
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'list':[1]     | 'list':[null]    | 'list.0' is missing",
                "'map':{'a':1}  | 'map':{'a':null} | 'map.a' is missing",
                "'color':'RED'  | 'color':0        | 'color' must be one of RED, got '0'",
                "'list':[1]     | 'list':[1],'list':[2] | invalid JSON at line 1, column 19: Duplicate Object property \"list\"",
                "'at':'2026-01-31T12:00:00Z' | 'at':'yesterday' | 'at' must be a time, such as"
                        + " 2026-01-31T12:00:00Z, got 'yesterday'",
            })
    void things_thatDoNotFit_areRefusedInPlainWords(String sound, String wrong, String problem) {
        assertThatThrownBy(() -> read(THINGS.replace(sound, wrong), Things.class))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void problem_hasNoWordsOfTheParser() {
        assertThatThrownBy(() -> read("{", Things.class))
                .hasMessageStartingWith("invalid JSON at line 1")
                .hasMessageNotContaining("Source")
                .hasMessageNotContaining("REDACTED");
        assertThatThrownBy(() -> Json.read(new byte[] {1, 2}, Things.class)).hasMessageNotContaining("CTRL-CHAR");
    }

    private static <T> T read(String text, Class<T> type) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
    }
}
