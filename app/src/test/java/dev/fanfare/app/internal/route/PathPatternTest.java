package dev.fanfare.app.internal.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths a pattern takes. */
class PathPatternTest {
    @Test
    void match_invalidPath_isEmpty() {
        assertThat(match("/admin/{name}", "/admin/x")).isPresent();
        assertThat(match("/admin/{name}", "xadmin/x")).isEmpty();
        assertThat(match("/admin/{name}", "")).isEmpty();
        assertThat(match("/admin/{name}", "/admin/%zz")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "x%", "%4%41", "%zz", "%-1", "%+1", "%ff", "%C3", "%C3x", "%C0%AF", "%ED%A0%80"})
    void encoding_thatIsMalformed_orNotUtf8_isNoPath(String segment) {
        assertThat(match("/{name}", "/" + segment)).isEmpty();
    }

    @Test
    void encoding_isDecoded_wherever() {
        assertThat(match("/{name}", "/%c3%A9t%C3%A9+%2f%F0%9F%8E%BA!"))
                .contains(Map.of("name", "\u00e9t\u00e9+/\ud83c\udfba!"));
    }

    @Test
    void value_thatLeadsAnExpressionAstray_isNotTaken() {
        assertThat(match("/{words:(?:ab|cd)+}", "/" + "ab".repeat(10))).isPresent();
        assertThat(match("/{words:(?:ab|cd)+}", "/" + "ab".repeat(50_000)))
                .as("deeper than the stack")
                .isEmpty();
        assertThat(match("/{words:(.*a){12}}", "/" + "a".repeat(40) + "!"))
                .as("matching takes too long")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /{id:int},          /7,                  true
                    /{id:int},          /-2147483648,        true
                    /{id:int},          /2147483648,         false
                    /{id:int},          /+7,                 false
                    /{id:int},          /7x,                 false
                    /{id:int},          /,                   false
                    /{id:int},          /%37,                true
                    /{id:int},          /%D9%A7,             false
                    /{id:long},         /9223372036854775807, true
                    /{id:long},         /9223372036854775808, false
                    /{id:uuid},         /123e4567-e89b-12d3-a456-426614174000, true
                    /{id:uuid},         /1-1-1-1-1,          false
                    /{code:[A-Z]{3}},   /ABC,                true
                    /{code:[A-Z]{3}},   /ABCD,               false
                    /{code:[A-Z]{3}}/x, /ABC/x,              true
                    /a/{rest:path},     /a/,                 true
                    /a/{rest:path},     /a/b/c/,             true
                    /a/{rest:path},     /a,                  false
                    /a/{rest:path},     /b/c,                false
                    """)
    void placeholder_takesWhatItsConverterTakes(String pattern, String path, boolean matches) {
        assertThat(match(pattern, path).isPresent()).isEqualTo(matches);
    }

    @Test
    void rest_isTheDecodedRemainder() {
        assertThat(match("/{lang}/{rest:path}", "/en/a%20b/c/")).contains(Map.of("lang", "en", "rest", "a b/c/"));
    }

    @Test
    void pattern_thatIsMalformed_isRefusedWithTheReason() {
        assertThatThrownBy(() -> PathPattern.parse("no/slash")).hasMessageContaining("no/slash");
        assertThatThrownBy(() -> PathPattern.parse("/{a}/{a:int}")).hasMessageContaining("duplicate");
        assertThatThrownBy(() -> PathPattern.parse("/x{a}")).hasMessageContaining("{name}");
        assertThatThrownBy(() -> PathPattern.parse("/{a:path}/b")).hasMessageContaining("last");
        assertThatThrownBy(() -> PathPattern.parse("/{a:integer}"))
                .hasMessageContaining("int, long, uuid, path")
                .hasMessageContaining("got 'integer'");
        assertThatThrownBy(() -> PathPattern.parse("/{a:[}")).hasMessageContaining("regular expression");
    }

    private static Optional<Map<String, String>> match(String pattern, String path) {
        return RequestPath.parse(path).flatMap(PathPattern.parse(pattern)::match);
    }
}
