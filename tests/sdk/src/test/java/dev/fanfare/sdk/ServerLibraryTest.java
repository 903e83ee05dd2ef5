package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** An unmodified library for the HTTP API of Centrifugo. Skipped if Node.js is missing or npm fails. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServerLibraryTest {
    @BeforeAll
    static void install() {
        try {
            NodeJs.install();
        } catch (UncheckedIOException | AssertionError missing) {
            throw new TestAbortedException("the library cannot be installed: " + missing.getMessage(), missing);
        }
    }

    @Test
    void library_allMethods_succeed() {
        var config = ServerConfig.LOADER.load("""
            http-server: {address: 127.0.0.1, port: 0}
            http-api: {key: api-key}
            client: {allow-anonymous-connect-without-token: true}
            channel:
              namespaces:
                - name: kept
                  allow-subscribe-for-client: true
                  allow-subscribe-for-anonymous: true
                  presence: true
                  history-size: 100
                  history-ttl: 5m
                  force-recovery: true
            """, Map.of(), Map.of());
        try (var server = PushServer.create(config)) {
            var url = "http://127.0.0.1:" + server.listen().getPort();

            assertThat(NodeJs.run("node", "library.js", url, "api-key")).contains("the library works");
        }
    }
}
