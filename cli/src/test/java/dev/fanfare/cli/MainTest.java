package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
    void aNamedCommand_isTheOnlyOneThatIsCreated() {
        assertThat(Main.commandLine("serve", "--port", "0").getSubcommands()).containsOnlyKeys("serve");
        assertThat(Main.commandLine("fly").getSubcommands()).containsKeys("serve", "dev", "config");
    }

    @Test
    void serve_withoutPicocli_hasTheSameOptions() {
        var line = Main.commandLine("serve");
        var serve = Objects.requireNonNull(line.getSubcommands().get("serve"));
        var values = Map.of(
                "--port", "8001", "--io", "nio", "--engine", "redis://a:1", "--config", "f.yml", "--set", "a.b=c=d");
        var args = new ArrayList<>(List.of("serve"));
        for (var option : serve.getCommandSpec().options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                args.addAll(List.of(
                        option.longestName(),
                        Objects.requireNonNull(values.get(option.longestName()), option.longestName())));
            }
        }

        var plain = plain(args.toArray(String[]::new));
        line.parseArgs(args.toArray(String[]::new));

        assertThat(plain)
                .isNotNull()
                .usingRecursiveComparison()
                .ignoringFields("spec", "plainOut", "reloading")
                .isEqualTo(serve.getCommand());
    }

    @Test
    void otherArgumentsOfServe_areLeftToPicocli() {
        assertThat(plain()).isNull();
        assertThat(plain("dev")).isNull();
        assertThat(plain("serve")).isNotNull();
        for (var args : List.of(
                "--help",
                "--port",
                "--port x",
                "--port 1 --port 2",
                "--port -1",
                "--io kqueue",
                "--set a",
                "--port=1",
                "--config @f",
                "--fly 1",
                "--engine a --engine b")) {
            assertThat(plain(("serve " + args).split(" ", -1))).as(args).isNull();
        }
    }

    private static @Nullable ServeCommand plain(String... args) {
        return ServeCommand.plain(new PrintWriter(new StringWriter()), args);
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
