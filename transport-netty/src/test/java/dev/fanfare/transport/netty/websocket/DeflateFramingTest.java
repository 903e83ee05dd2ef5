package dev.fanfare.transport.netty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.deflate.PerMessageDeflate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeflateFramingTest {
    private static final int SIZE = 100_000;

    @Test
    void uncompressed_isPlain() {
        try (var deflate = new PerMessageDeflate(CompressionSettings.DEFAULTS)) {
            var framing = new DeflateFraming("deflate", 0, deflate.compressor(15));
            var message = Payload.text("x".repeat(SIZE));

            assertThat(framing.message(message).size()).isLessThan(SIZE / 10);
            assertThat(framing.uncompressed(message).bytes())
                    .isEqualTo(WebSocketFraming.PLAIN.message(message).bytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 100, 25", "65535, 0, 0", "1, 65535, 1", "10, 100000, 10"})
    void parts_areFramedAsOneMessage_andNotCopied(int first, int second, int third) {
        for (var kind : Kind.values()) {
            var parts = List.of(
                    MessagePart.own(bytes(first, 'a')),
                    MessagePart.shared(bytes(second, 'b')),
                    MessagePart.own(bytes(third, 'c')));
            var message = new MessageParts(kind, parts);
            var whole = WebSocketFraming.PLAIN.message(message.joined());
            try (var deflate = new PerMessageDeflate(CompressionSettings.DEFAULTS)) {
                var compressing = new DeflateFraming("deflate", 0, deflate.compressor(15));
                assertThat(compressing.message(message).bytes())
                        .isEqualTo(compressing.message(message.joined()).bytes());
                for (var frame : List.of(WebSocketFraming.PLAIN.message(message), compressing.uncompressed(message))) {
                    assertThat(frame.size()).isEqualTo(whole.size());
                    assertThat(frame.bytes()).isEqualTo(whole.bytes());
                    assertThat(frame.parts()).isEqualTo(parts);
                    assertThat(frame.sharedParts())
                            .isEqualTo(
                                    parts.stream().filter(MessagePart::isShared).toList());
                }
            }
        }
    }

    private static byte[] bytes(int size, char content) {
        var bytes = new byte[size];
        Arrays.fill(bytes, (byte) content);
        return bytes;
    }
}
