package dev.fanfare.transport.netty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.deflate.PerMessageDeflate;
import org.junit.jupiter.api.Test;

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
}
