package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.value.ByteSize;
import dev.fanfare.config.value.RedisAddress;
import dev.fanfare.config.value.Secret;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
    @Test
    void load_ofAnEmptyFile_deniesAccessAndListensOnPort8000() {
        var config = TestConfig.load("");

        assertThat(config.httpServer().port()).isEqualTo(8000);
        assertThat(config.httpApi().isEnabled()).isFalse();
        assertThat(config.client().token().isSet()).isFalse();
        assertThat(config.client().access().insecure()).isFalse();
        assertThat(config.client().timing().pingInterval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.client().limits().queueMaxSize()).isEqualTo(new ByteSize(1024 * 1024));
        assertThat(config.channel().withoutNamespace().subscribing().allowSubscribeForClient())
                .isFalse();
        assertThat(config.channel().historyMetaTtl()).isEqualTo(Duration.ofDays(30));
        assertThat(config.websocket().enabled()).isTrue();
        assertThat(config.uniWebsocket().enabled()).isFalse();
        assertThat(config.engine().redis().address()).containsExactly(new RedisAddress("redis://127.0.0.1:6379"));
    }

    @Test
    void load_bindsEveryGroup() {
        var config = TestConfig.load("""
                http-server: {port: 9000}

                log-level: debug
                client:
                  ping-interval: 1m30s
                  queue-max-size: 2MiB
                  allowed-origins: [https://example.com, "https://*.example.org"]
                  token:
                    hmac-secret-key: keep-me-0123456789abcdef0123456789
                  proxy:
                    connect:
                      enabled: true
                      endpoint: http://localhost:3000/connect
                      timeout: 500ms
                      static-headers: {Authorization: Bearer x}
                channel:
                  namespaces:
                    - name: chat
                      history-size: 10
                      history-ttl: 5m
                      force-recovery: true
                      force-recovery-mode: cache
                      allowed-delta-types: [fossil]
                      channel-regex: "[a-z]+"
                """);
        var chat = config.channel().namespaces().get(0);
        var connect = config.client().proxy().connect();

        assertThat(config.httpServer().port()).isEqualTo(9000);
        assertThat(config.logLevel()).isEqualTo(ServerConfig.LogLevel.DEBUG);
        assertThat(config.client().timing().pingInterval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.client().limits().queueMaxSize().bytes()).isEqualTo(2 * 1024 * 1024);
        assertThat(config.client().access().allowedOrigins())
                .containsExactly("https://example.com", "https://*.example.org");
        assertThat(config.client().token().hmacSecretKey().text()).isEqualTo("keep-me-0123456789abcdef0123456789");
        assertThat(connect.target().timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(connect.target().staticHeaders()).containsEntry("Authorization", new Secret("Bearer x"));
        assertThat(chat.name()).isEqualTo("chat");
        assertThat(chat.options().history().forceRecoveryMode()).isEqualTo(HistoryOptions.RecoveryKind.CACHE);
        assertThat(chat.options().publishing().allowedDeltaTypes()).containsExactly(PublishingOptions.DeltaType.FOSSIL);
        assertThat(chat.options().subscribing().channelRegex().matches("abc")).isTrue();
        assertThat(chat.options().subscribing().channelRegex().matches("ABC")).isFalse();
    }

    @Test
    void config_printed_hidesSecrets() {
        var config = ServerConfig.LOADER.load("""
                http-server: {address: 127.0.0.1}
                http-api: {key: topsecret1}
                engine: {redis: {address: ["redis://me:topsecret2@localhost:6379"]}}
                client:
                  token: {hmac-secret-key: topsecret3-0123456789abcdef0123456789}
                  proxy: {connect: {endpoint: "https://me:topsecret4@localhost/", static-headers: {A: topsecret5}}}
                """, Map.of(), Map.of("webhook.secret", "topsecret6"));

        assertThat(config.toString()).doesNotContain("topsecret").contains("***");
    }
}
