package dev.fanfare.transport.netty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpeningHandshakeTest {
    @Test
    void accept_ofTheKeyInRfc6455Section13_isTheAnswerGivenThere() {
        assertThat(OpeningHandshake.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
