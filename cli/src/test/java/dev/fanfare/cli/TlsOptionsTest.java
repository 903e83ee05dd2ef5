package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.core.fake.ClosedPort;
import dev.fanfare.testkit.client.TestCertificate;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.tls.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The TLS options of servers and of {@code connect}. */
@ResourceLock("standard streams")
class TlsOptionsTest {
    private static final String LINGER = "--linger=100";

    private final InputStream stdin = System.in;
    private final Terminal terminal = new Terminal();

    @AfterEach
    void restoreInput() {
        System.setIn(stdin);
    }

    @Test
    void connect_withCaOrInsecure_trustsTheCertificate(@TempDir Path directory) {
        var certificate = TestCertificate.create(directory);
        var ca = certificate.writeCertificate(directory.resolve("ca.pem")).toString();
        var tls = TlsSettings.pkcs12(certificate.store(), certificate.storePassword());
        try (var app = Fanfare.create(FanfareSettings.DEFAULTS.withTransport(NettySettings.DEFAULTS.withTls(tls)))) {
            app.websocket("/", ws -> ws.send("hello " + ws.receiveText()));
            var url = "wss://localhost:" + app.listen("127.0.0.1", 0).getPort() + "/";

            assertThat(connect("--ca", ca, url)).isZero();
            assertThat(connect("--insecure", url)).isZero();
            assertThat(terminal.out()).containsSubsequence("< hello you", "< hello you");
            assertThat(connect(url)).isEqualTo(1);
            assertThat(terminal.err()).contains("cannot connect");
            assertThat(connect("--insecure", "--ca", ca, url)).isEqualTo(2);
        }
    }

    @Test
    void connect_withAFileWithoutCertificates_fails(@TempDir Path directory) throws IOException {
        var empty = Files.createFile(directory.resolve("empty.pem")).toString();

        assertThat(connect("--ca", empty, "wss://localhost:1/")).isEqualTo(1);
        assertThat(connect("--ca", directory.resolve("none.pem").toString(), "wss://localhost:1/"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("empty.pem", "none.pem");
    }

    @Test
    void server_withOneTlsOption_exitsWith2() {
        assertThat(terminal.run("dev", "--port=0", "--tls-cert=chain.pem")).isEqualTo(2);
        assertThat(terminal.run("example", "echo", "--port=0", "--tls-key=key.pem"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--tls-cert and --tls-key must be set together");
    }

    @Test
    void server_withMissingTlsFiles_namesThem() {
        assertThat(terminal.run("dev", "--port=0", "--tls-cert=no-chain.pem", "--tls-key=key.pem"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("no-chain.pem: does not exist");
    }

    @Test
    void server_withAnEngineAndMissingTlsFiles_namesThem() {
        try (var port = new ClosedPort()) {
            assertThat(terminal.run(
                            "dev",
                            "--port=0",
                            "--engine=redis://127.0.0.1:" + port.number(),
                            "--tls-cert=no-chain.pem",
                            "--tls-key=key.pem"))
                    .isEqualTo(1);
        }

        assertThat(terminal.err()).contains("no-chain.pem: does not exist");
    }

    private int connect(String... options) {
        System.setIn(new ByteArrayInputStream("you\n".getBytes(StandardCharsets.UTF_8)));
        var all = new String[options.length + 2];
        all[0] = "connect";
        all[1] = LINGER;
        System.arraycopy(options, 0, all, 2, options.length);
        return terminal.run(all);
    }
}
