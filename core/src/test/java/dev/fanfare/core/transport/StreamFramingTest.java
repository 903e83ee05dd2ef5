package dev.fanfare.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.channel.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The framings of streaming responses. */
class StreamFramingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one             | data: one~~",
                "''              | data: ~~",
                "one^two         | data: one~data: two~~",
                "one^            | data: one~data: ~~",
                "^one            | data: ~data: one~~",
                "^^              | data: ~data: ~data: ~~",
                "data: x         | data: data: x~~",
                "event: bye^^x   | data: event: bye~data: ~data: x~~",
                "' blank'        | data:  blank~~",
                "grüße^wörter    | data: grüße~data: wörter~~",
            })
    void event_hasADataLineForEachLine_forAllLineEnds(String text, String event) {
        for (var end : new String[] {"\n", "\r", "\r\n"}) {
            assertThat(text(ServerSentEvents.FRAMING.message(Payload.text(text.replace("^", end)))))
                    .isEqualTo(event.replace("~", "\n"));
        }
    }

    @Test
    void event_mixedLineEnds_countsEachOnce() {
        assertThat(text(ServerSentEvents.FRAMING.message(Payload.text("a\n\rb\r\r\nc"))))
                .isEqualTo("data: a\ndata: \ndata: b\ndata: \ndata: c\n\n");
    }

    @Test
    void event_jsonAndBinary_areLinesAndBase64() {
        assertThat(text(ServerSentEvents.FRAMING.message(json("{\"a\":\n1}"))))
                .isEqualTo("data: {\"a\":\ndata: 1}\n\n");
        assertThat(text(ServerSentEvents.FRAMING.message(Payload.binary(new byte[] {(byte) 0xFF, 0, '\n'}))))
                .isEqualTo("data: /wAK\n\n");
    }

    @Test
    void event_hasAnIdAndAName() {
        assertThat(text(ServerSentEvents.FRAMING.event("e:7", "gap", Payload.text("a\nb"))))
                .isEqualTo("id: e:7\nevent: gap\ndata: a\ndata: b\n\n");
        assertThat(text(ServerSentEvents.FRAMING.lastEventId("e:7"))).isEqualTo("id: e:7\n\n");
        assertThat(new String(ServerSentEvents.retry(Duration.ofSeconds(2)), StandardCharsets.US_ASCII))
                .isEqualTo("retry: 2000\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\r\nb", "a\0b"})
    void event_fieldThatInjects_isRefused(String hostile) {
        var framing = ServerSentEvents.FRAMING;
        var data = Payload.text("x");

        assertThatThrownBy(() -> framing.event(hostile, null, data)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> framing.event(null, hostile, data)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> framing.lastEventId(hostile)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void line_text_endsWithALineFeed() {
        assertThat(text(JsonLines.FRAMING.message(json("{\"a\":1}")))).isEqualTo("{\"a\":1}\n");
        assertThat(text(JsonLines.FRAMING.message(Payload.text("{}\n{}")))).isEqualTo("{}\n{}\n");
    }

    @Test
    void line_multilineJson_isOneLine() {
        assertThat(text(JsonLines.FRAMING.message(json("{\r\n  \"a\": \"\\n\"\n}"))))
                .isEqualTo("{    \"a\": \"\\n\" }\n");
    }

    @Test
    void line_binary_isAJsonStringOfBase64() {
        assertThat(text(JsonLines.FRAMING.message(Payload.binary(new byte[] {(byte) 0xFF, 0, '\n'}))))
                .isEqualTo("\"/wAK\"\n");
    }

    @Test
    void rawFraming_message_isThePayload() {
        assertThat(text(RawFraming.FRAMING.message(Payload.text("a\nb")))).isEqualTo("a\nb");
        assertThat(RawFraming.FRAMING.message(Payload.binary(new byte[] {1, 0})).bytes())
                .containsExactly(1, 0);
    }

    @Test
    void pings_areNotMessages() {
        assertThat(text(ServerSentEvents.FRAMING.ping())).isEqualTo(":\n\n");
        assertThat(text(JsonLines.FRAMING.ping())).isEqualTo("\n");
        assertThat(RawFraming.FRAMING.ping().size()).isZero();
    }

    @Test
    void framings_names_areUnique() {
        assertThat(Stream.of(ServerSentEvents.FRAMING, JsonLines.FRAMING, RawFraming.FRAMING)
                        .map(Framing::name))
                .containsExactly("sse", "lines", "bytes");
    }

    private static Payload json(String json) {
        return Payload.validatedJson(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), StandardCharsets.UTF_8);
    }
}
