package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    void itsClientsConnectPublishAndRecover() {
        assertThat(terminal.run("warm", "--rounds", "2")).as(terminal.err()).isZero();
    }

    @Test
    void anUnknownEngine_fails() {
        assertThat(terminal.run("warm", "--rounds", "1", "--engine", "kafka")).isEqualTo(1);
        assertThat(terminal.err()).contains("kafka");
    }
}
