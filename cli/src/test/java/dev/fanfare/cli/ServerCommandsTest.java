package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.server.PushServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The commands of the push server. */
class ServerCommandsTest {
    private static final Pattern READY = Pattern.compile("Fanfare is ready at http://[^:]+:(\\d+)/");
    private static final String SECRET = "client.token.hmac-secret-key=0123456789abcdef0123456789abcdef";

    private final Terminal terminal = new Terminal();

    @TempDir
    private Path directory;

    @Test
    void configCheck_printsEachProblemWithItsLine() throws IOException {
        var file = Files.writeString(directory.resolve("f.yml"), "client:\n  ping-intervall: 1s\n");

        assertThat(terminal.run("config", "check", "--config", file.toString())).isEqualTo(1);
        assertThat(terminal.err()).contains("f.yml:2", "client.ping-intervall", "ping-interval");
        assertThat(terminal.run("config", "check", "--set", "client.ping-interval=20s"))
                .isZero();
        assertThat(terminal.out()).contains("is valid");
    }

    @Test
    void configCheckAndServe_rejectTheSameConfigurations() throws IOException {
        var certificate = Files.writeString(directory.resolve("cert.pem"), "not a certificate");
        var tls = "http-server.tls.cert-file=" + certificate + " http-server.tls.key-file=" + certificate;
        for (var option : List.of(
                "client.token.hmac-secret-key=short",
                "client.token.rsa-public-key=nonsense",
                "client.allowed-origins=https://*.*.example.com",
                "channel.without-namespace.history-size=1 channel.without-namespace.history-ttl=1s channel.history-meta-ttl=2s",
                "client.presence-update-interval=45s",
                "http-api.key=short",
                tls)) {
            assertThat(terminal.run(with(option, "config", "check"))).as(option).isEqualTo(1);
            assertThat(terminal.run(with(option, "serve", "--port", "0")))
                    .as(option)
                    .isEqualTo(1);
        }
        assertThat(terminal.err()).contains("cert.pem: contains no certificate");
        assertThat(terminal.out()).doesNotContain("is valid");
    }

    /** The command with these options, which are separated by spaces. */
    private static String[] with(String options, String... command) {
        var sets = Stream.of(options.split(" ", -1)).flatMap(option -> Stream.of("--set", option));
        return Stream.concat(Stream.of(command), sets).toArray(String[]::new);
    }

    @Test
    void configDefaultsAndDocs_containTheKeys() {
        assertThat(terminal.run("config", "defaults")).isZero();
        assertThat(terminal.run("config", "docs")).isZero();
        assertThat(terminal.out()).contains("ping-interval: 25s", "`client.ping-interval`");
        assertThat(terminal.run("config")).isEqualTo(2);
    }

    @Test
    void token_isValidForTheSameKeysOnly() {
        assertThat(terminal.run("token", "--set", SECRET, "--user", "ann", "--info", "{\"name\":\"Ann\"}"))
                .isZero();
        var token = terminal.out().strip();

        assertThat(terminal.run("check-token", "--set", SECRET, token)).isZero();
        assertThat(terminal.out()).contains("valid: {", "\"sub\":\"ann\"");
        assertThat(terminal.run("check-token", "--set", SECRET + "x", token)).isEqualTo(1);
        assertThat(terminal.err()).contains("invalid (INVALID)").doesNotContain(token);
    }

    @Test
    void subscriptionToken_containsItsChannel() {
        assertThat(terminal.run("token", "--set", SECRET, "--user", "ann", "--channel", "news:a", "--ttl", "0"))
                .isZero();
        var token = terminal.out().strip();

        assertThat(terminal.run("check-token", "--subscription", "--set", SECRET, token))
                .isZero();
        assertThat(terminal.out()).contains("news:a");
    }

    @Test
    void token_withoutASecret_fails() {
        assertThat(terminal.run("token", "--user", "ann")).isEqualTo(1);
        assertThat(terminal.err()).contains("HMAC secret");
    }

    @Test
    void publish_ofMalformedJson_exitsWith2() {
        assertThat(terminal.run("publish", "c", "{")).isEqualTo(2);
        assertThat(terminal.err()).contains("JSON is malformed");
    }

    @Test
    void serve_withIoAndInsecureClients_startsWithWarnings() {
        var log = new ListAppender<ILoggingEvent>();
        log.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(PushServer.class);
        logger.addAppender(log);
        try (var server = terminal.start(
                "serve",
                "--port",
                "0",
                "--io",
                "nio",
                "--set",
                "client.insecure=true",
                "--set",
                "http-api.insecure=true")) {
            server.number(READY);
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(message -> assertThat(message).contains("client.insecure is set"))
                .anySatisfy(message -> assertThat(message).contains("http-api.insecure is set"));
    }

    @Test
    void serve_withAnUnknownIoBackend_exitsWith2() {
        assertThat(terminal.run("serve", "--io", "kqueue")).isEqualTo(2);
        assertThat(terminal.err()).contains("--io", "kqueue", "IO_URING");
    }

    @Test
    void serve_withAnInvalidConfiguration_exitsWith1() {
        assertThat(terminal.run("serve", "--set", "http-server.port=x")).isEqualTo(1);
        assertThat(terminal.err()).contains("http-server.port");
        assertThat(terminal.run("serve", "--port", "0", "--set", "rpc.without-namespace.proxy-enabled=true"))
                .isEqualTo(1);
    }
}
