package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.transport.netty.accept.ConnectionLimits;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FanfareSettingsTest {
    private static final Path CHAIN = Path.of("chain.pem");
    private static final Path KEY = Path.of("key.pem");

    @Test
    void limitsOfSockets_areSetInTheTransport() {
        var transport = FanfareSettings.DEFAULTS
                .withMaxMessageBytes(1)
                .withMaxBodyBytes(2)
                .withMaxConnections(3, 4)
                .withMemoryLimit(MemoryKind.HISTORIES, 5)
                .transport();

        assertThat(transport.webSocket().maxMessageBytes()).isEqualTo(1);
        assertThat(transport.http().limits().maxBodyBytes()).isEqualTo(2);
        assertThat(transport.connections())
                .isEqualTo(new ConnectionLimits(3, 4, ConnectionLimits.DEFAULTS.maxUnauthenticated()));
        assertThat(transport.memory().of(MemoryKind.HISTORIES)).isEqualTo(5);
    }

    @Test
    void maxConnections_keepTheLimitOfUnauthenticatedClients() {
        var transport = FanfareSettings.DEFAULTS.transport().withConnections(new ConnectionLimits(0, 0, 5));

        var settings = FanfareSettings.DEFAULTS.withTransport(transport).withMaxConnections(3, 4);

        assertThat(settings.transport().connections()).isEqualTo(new ConnectionLimits(3, 4, 5));
    }

    @Test
    void compression_isSetInTheTransport() {
        var settings = FanfareSettings.DEFAULTS.withCompression(6, 100);

        assertThat(settings.transport().webSocket().compression())
                .isEqualTo(new CompressionSettings(true, 6, 100, false));
        assertThat(settings.withoutCompression().transport().webSocket().compression())
                .isEqualTo(CompressionSettings.OFF);
    }

    @Test
    void limitsOfClients_areSetInTheNode() {
        var node = FanfareSettings.DEFAULTS
                .withPing(Duration.ofSeconds(3), Duration.ofSeconds(2))
                .withOutboxMaxBytes(4)
                .withMaxSubscriptions(5)
                .withRecoveryLimit(6)
                .node();

        assertThat(node.session().pingInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(node.session().pongTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(node.session().outboxMaxBytes()).isEqualTo(4);
        assertThat(node.session().maxSubscriptions()).isEqualTo(5);
        assertThat(node.recoveryLimit()).isEqualTo(6);
    }

    @Test
    void tls_isSetInTheTransport() {
        var defaults = FanfareSettings.DEFAULTS;

        assertThat(defaults.withTls(CHAIN, KEY).transport().tls()).isEqualTo(TlsSettings.pem(CHAIN, KEY));
        assertThat(defaults.withTls(CHAIN, KEY, "secret").transport().tls())
                .isEqualTo(TlsSettings.pem(CHAIN, KEY, "secret"));
        assertThat(defaults.withTlsKeyStore(KEY, "secret").transport().tls())
                .isEqualTo(TlsSettings.pkcs12(KEY, "secret"));
    }
}
