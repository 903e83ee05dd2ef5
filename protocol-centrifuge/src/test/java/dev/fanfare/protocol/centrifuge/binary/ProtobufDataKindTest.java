package dev.fanfare.protocol.centrifuge.binary;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufDataKindTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " [1, 2]\n",
                "\"é\"",
                "-1.5e3",
                "true",
                "null",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":[\"\\u00e9\"]}}"
            })
    void payload_ofOneValue_isJson(String json) {
        var payload = DataKind.payload(json.getBytes(UTF_8));

        assertThat(payload.kind()).isEqualTo(Kind.JSON);
        assertThat(payload.text()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{} {}",
                "[1] x",
                "1 2",
                "{\"a\":1",
                "[1,]",
                "{a:1}",
                "01",
                "NaN",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"a\nb\"",
                "// c\n1",
                "\uFEFF{}"
            })
    void payload_ofOtherText_isText(String text) {
        assertThat(DataKind.payload(text.getBytes(UTF_8)).kind()).isEqualTo(Kind.TEXT);
    }

    @Test
    void payload_ofJsonInAnotherCharset_isText() {
        assertThat(DataKind.payload("{\"a\":1}".getBytes(UTF_16LE)).kind()).isEqualTo(Kind.TEXT);
    }

    @Test
    void payload_ofBytes_isBinary() {
        assertThat(DataKind.payload(new byte[] {'"', (byte) 0xC3, '"'}).kind()).isEqualTo(Kind.BINARY);
    }

    /** JSON clients cannot send such data either. */
    @Test
    void payload_ofLongName_isText() {
        assertThat(DataKind.payload(named(1_000)).kind()).isEqualTo(Kind.JSON);
        assertThat(DataKind.payload(named(1_100)).kind()).isEqualTo(Kind.TEXT);
    }

    private static byte[] named(int length) {
        return ("{\"" + "n".repeat(length) + "\":1}").getBytes(UTF_8);
    }

    @Test
    void payload_ofEndlessNesting_isText() {
        assertThat(DataKind.payload("[".repeat(100_000).getBytes(UTF_8)).kind()).isEqualTo(Kind.TEXT);
    }
}
