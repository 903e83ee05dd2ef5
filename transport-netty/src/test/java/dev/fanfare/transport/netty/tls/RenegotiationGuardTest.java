package dev.fanfare.transport.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenegotiationGuardTest {
    private static final String HANDSHAKE = "1603030003aabbcc";
    private static final String CHANGE_CIPHER_SPEC = "140303000101";
    private static final String DATA = "17030300051616161616";
    private static final String EMPTY = "1703030000";

    private final EmbeddedChannel channel = new EmbeddedChannel(new RenegotiationGuard());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void firstHandshakes_ofEachVersion_pass() {
        receive(HANDSHAKE + HANDSHAKE + CHANGE_CIPHER_SPEC + HANDSHAKE + DATA + EMPTY + DATA);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void secondHandshake_closes() {
        receive(HANDSHAKE + CHANGE_CIPHER_SPEC + HANDSHAKE + DATA);
        receive(HANDSHAKE);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void secondHandshake_inSingleBytes_closes() {
        var bytes = HANDSHAKE + CHANGE_CIPHER_SPEC + HANDSHAKE + EMPTY + DATA;
        for (int i = 0; i < bytes.length(); i += 2) {
            receive(bytes.substring(i, i + 2));
        }
        assertThat(channel.isOpen()).isTrue();

        receive(HANDSHAKE.substring(0, 2));
        assertThat(channel.isOpen()).isFalse();
    }

    private void receive(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }
}
