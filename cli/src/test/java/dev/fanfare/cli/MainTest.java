package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Output and exit codes: 0 for success, 1 for failure, 2 for invalid usage. */
class MainTest {
    private final Terminal terminal = new Terminal();

    @Test
    void helpAndVersion_exitWith0() {
        assertThat(terminal.run("--help")).isZero();
        assertThat(terminal.out()).contains("dev", "example", "connect");
        assertThat(terminal.run("dev", "--help")).isZero();
        assertThat(terminal.run("--version")).isZero();
        assertThat(terminal.out()).contains("fanfare");
    }

    @Test
    void noCommand_exitsWith2() {
        assertThat(terminal.run()).isEqualTo(2);
        assertThat(terminal.err()).contains("missing command");
    }

    @Test
    void unknownCommandOrOption_exitsWith2() {
        assertThat(terminal.run("fly")).isEqualTo(2);
        assertThat(terminal.run("dev", "--wings")).isEqualTo(2);
        assertThat(terminal.err()).contains("fly", "--wings");
    }

    @Test
    void dev_withAHost_isRejected() {
        assertThat(terminal.run("dev", "--host", "0.0.0.0", "--port", "0")).isEqualTo(2);
        assertThat(terminal.err()).contains("loopback");
    }

    @Test
    void dev_withAnUnknownEngine_isRejected() {
        assertThat(terminal.run("dev", "--engine", "kafka", "--port", "0")).isEqualTo(2);
        assertThat(terminal.err()).contains("kafka", "memory", "redis://");
    }

    @Test
    void dev_withAMalformedRedisAddress_isRejected() {
        assertThat(terminal.run("dev", "--engine", "redis://[", "--port", "0")).isEqualTo(2);
        assertThat(terminal.err()).contains("redis://[", "--engine must be");
    }

    @Test
    void example_unknown_listsTheAvailableOnes() {
        assertThat(terminal.run("example", "ballet", "--port", "0")).isEqualTo(2);
        assertThat(terminal.err()).contains("ballet", "echo", "broadcast");
    }

    @Test
    void dev_onATakenPort_fails() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(terminal.run("dev", "--port", "" + taken.getLocalPort())).isEqualTo(1);
            assertThat(terminal.err()).contains("" + taken.getLocalPort()).doesNotContain("\tat ");
        }
    }
}
