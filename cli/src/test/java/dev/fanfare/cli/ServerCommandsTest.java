package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands around the push server. */
class ServerCommandsTest {
    private static final String SECRET = "client.token.hmac-secret-key=0123456789abcdef0123456789abcdef";

    private final Terminal terminal = new Terminal();

    @TempDir
    private Path directory;

    @Test
    void configCheck_tellsWhatIsWrong_andWhere() throws IOException {
        var file = Files.writeString(directory.resolve("f.yml"), "client:\n  ping-intervall: 1s\n");

        assertThat(terminal.run("config", "check", "--config", file.toString())).isEqualTo(1);
        assertThat(terminal.err()).contains("f.yml:2", "client.ping-intervall", "ping-interval");
        assertThat(terminal.run("config", "check", "--set", "client.ping-interval=20s"))
                .isZero();
        assertThat(terminal.out()).contains("right");
    }

    @Test
    void configDefaultsAndDocs_nameTheKeys() {
        assertThat(terminal.run("config", "defaults")).isZero();
        assertThat(terminal.run("config", "docs")).isZero();
        assertThat(terminal.out()).contains("ping-interval: 25s", "`client.ping-interval`");
        assertThat(terminal.run("config")).isEqualTo(2);
    }

    @Test
    void token_isAccepted_byTheSameKeys_andByNoOthers() {
        assertThat(terminal.run("token", "--set", SECRET, "--user", "ann", "--info", "{\"name\":\"Ann\"}"))
                .isZero();
        var token = terminal.out().strip();

        assertThat(terminal.run("check-token", "--set", SECRET, token)).isZero();
        assertThat(terminal.out()).contains("accepted", "ann");
        assertThat(terminal.run("check-token", "--set", SECRET + "x", token)).isEqualTo(1);
        assertThat(terminal.err()).contains("not accepted (INVALID)").doesNotContain(token);
    }

    @Test
    void subscriptionToken_isOneOfItsChannel() {
        assertThat(terminal.run("token", "--set", SECRET, "--user", "ann", "--channel", "news:a", "--ttl", "0"))
                .isZero();
        var token = terminal.out().strip();

        assertThat(terminal.run("check-token", "--subscription", "--set", SECRET, token))
                .isZero();
        assertThat(terminal.out()).contains("news:a");
    }

    @Test
    void token_withoutASecret_saysSo() {
        assertThat(terminal.run("token", "--user", "ann")).isEqualTo(1);
        assertThat(terminal.err()).contains("HMAC secret");
    }

    @Test
    void publish_ofWhatIsNoJson_isWrongUse() {
        assertThat(terminal.run("publish", "c", "{")).isEqualTo(2);
        assertThat(terminal.err()).contains("no JSON");
    }

    @Test
    void serve_withAConfigurationThatIsWrong_ends() {
        assertThat(terminal.run("serve", "--set", "http-server.port=x")).isEqualTo(1);
        assertThat(terminal.err()).contains("http-server.port");
        assertThat(terminal.run("serve", "--port", "0", "--set", "rpc.without-namespace.proxy-enabled=true"))
                .isEqualTo(1);
    }
}
