package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.testkit.client.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection is encrypted up to a TLS endpoint in front of the server. */
class RedisTlsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path directory;

    private static TestCertificate certificate;

    private TcpProxy tls;

    @BeforeAll
    static void makeCertificate() {
        certificate = TestCertificate.create(directory);
    }

    @BeforeEach
    void start() throws IOException {
        var acceptor = certificate
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 0, InetAddress.getLoopbackAddress());
        tls = new TcpProxy(acceptor, TestRedis.server().port());
    }

    @AfterEach
    void close() {
        tls.close();
    }

    @Test
    void certificate_trusted_connects() {
        var pem = certificate.writeCertificate(directory.resolve("server.pem"));
        var settings = TestRedis.settings(secure());
        var trusting = settings.withLink(settings.link().withTrustedCertificates(pem));
        var heard = new Heard();
        try (var engine = new RedisEngine(trusting)) {
            engine.broker().start(heard);
            join(engine.ready());
            join(engine.broker().subscribe("c"));
            join(engine.broker().publish("c", Publication.of(Payload.text("secret")), PublishOptions.NONE));

            await().atMost(PATIENCE).until(() -> heard.all().equals(List.of("secret")));
        }
    }

    @Test
    void certificate_unknown_isRejectedWithReason() {
        try (var engine = new RedisEngine(TestRedis.settings(secure()))) {
            engine.broker().start(new Heard());

            assertThatThrownBy(() -> join(engine.broker().subscribe("c")))
                    .hasCauseInstanceOf(EngineException.class)
                    .hasMessageContaining("certification path");
            assertThat(engine.isReady()).isFalse();
        }
    }

    private String secure() {
        return tls.url().replace("redis://", "rediss://");
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
