package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The generated documentation and the example file. */
class ConfigDocsTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "fanfare.yml");

    @Test
    void defaults_loadToTheDefaults() {
        assertThat(TestConfig.load(ServerConfig.LOADER.defaults())).isEqualTo(TestConfig.load(""));
    }

    @Test
    void reference_containsNestedAndReloadableKeys() {
        assertThat(ServerConfig.LOADER.reference())
                .contains(
                        "| `log-level` | none, error, warn, info, debug, trace | `info` | yes | Log level. |",
                        "| `client.ping-interval` | duration, 1s to 24h | `25s` |  | Interval between pings to a client. |",
                        "| `channel.without-namespace.history-size` |",
                        "| `channel.namespaces[].history-size` |",
                        "| `proxies[].endpoint` |");
    }

    @Test
    void reference_containsEveryKeyOfTheDefaults() {
        var reference = ServerConfig.LOADER.reference();
        var keys = ServerConfig.LOADER
                .defaults()
                .lines()
                .filter(line -> !line.contains("#") || line.contains("\"#\""))
                .filter(line -> line.contains(": "))
                .map(line -> line.strip().replaceAll(": .*", ""));

        assertThat(keys)
                .hasSizeGreaterThan(150)
                .allSatisfy(key -> assertThat(reference).containsPattern("\\| `([-a-z.]+\\.)?" + key + "` \\|"));
    }

    @Test
    void exampleFile_isValidAndSecure() {
        var config = ServerConfig.LOADER.load(EXAMPLE, Map.of(), Map.of());

        assertThat(config.client().token().hmacSecretKey().isSet()).isTrue();
        assertThat(config.client().access().insecure()).isFalse();
        assertThat(config.client().access().allowedOrigins()).containsExactly("https://example.com");
        assertThat(config.httpApi().key().isSet()).isTrue();
        assertThat(config.httpApi().insecure()).isFalse();
        assertThat(config.channel().namespaces())
                .extracting(NamedNamespace::name)
                .containsExactly("chat", "news");
    }
}
