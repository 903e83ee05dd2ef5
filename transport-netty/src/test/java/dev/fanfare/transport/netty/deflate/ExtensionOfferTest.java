package dev.fanfare.transport.netty.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.transport.netty.deflate.ExtensionOffer.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of Sec-WebSocket-Extensions (RFC 6455, 9.1). */
class ExtensionOfferTest {
    @Test
    void parse_severalFieldsAndElements_keepsOrder() {
        var offers = ExtensionOffer.parse(List.of("foo; a=1 ;b, bar", "baz;c=\"x\\y\""));

        assertThat(offers)
                .containsExactly(
                        new ExtensionOffer("foo", List.of(new Parameter("a", "1"), new Parameter("b", null))),
                        new ExtensionOffer("bar", List.of()),
                        new ExtensionOffer("baz", List.of(new Parameter("c", "xy"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " ,\t, "})
    void parse_blankFields_returnsNoOffers(String field) {
        assertThat(ExtensionOffer.parse(List.of(field))).isEmpty();
    }

    @Test
    void parse_noField_returnsNoOffers() {
        assertThat(ExtensionOffer.parse(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo;",
                "foo;;a",
                ";a",
                "foo bar",
                "foo;a b",
                "foo;a=",
                "foo;a=,bar",
                "foo;=1",
                "foo;a=\"",
                "foo;a=\"1",
                "foo;a=\"\"",
                "foo;a=\"1 2\"",
                "foo;a=\"1\"2",
                "foo;a=\"1\\",
                "foo;a=1=2",
                "foo/1",
                "fo\u00f6",
                "foo;a=\"\u00f6\"",
                "foo\u007f",
                "foo, b@r"
            })
    void parse_malformed_returnsNull(String field) {
        assertThat(ExtensionOffer.parse(List.of(field))).isNull();
        assertThat(ExtensionOffer.parse(List.of("lawful", field))).isNull();
    }
}
