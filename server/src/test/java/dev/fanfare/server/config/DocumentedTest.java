package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators read is made of what the server reads. */
class DocumentedTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "fanfare.yml");

    @Test
    void defaults_loadToTheDefaults() {
        assertThat(Load.yaml(Defaults.yaml())).isEqualTo(Load.yaml(""));
    }

    @Test
    void defaults_sayWhatEachOptionMeans() {
        assertThat(Defaults.yaml())
                .contains("""
                        client:
                          # Origins of pages""")
                .contains("""
                          # Time between pings to a client.
                          ping-interval: 25s
                        """)
                .contains("  queue-max-size: 1MiB\n", "  private-prefix: \"$\"\n", "  namespaces: []\n");
    }

    @Test
    void reference_hasARowForEachKey() {
        assertThat(Reference.markdown())
                .contains(
                        "| `log-level` | one of none, error, warn, info, debug, trace | `info` |",
                        "| `client.ping-interval` | a duration such as 25s, 1m30s, 720h or 500ms, at least 1s, at most"
                                + " 24h | `25s` | Time between pings to a client. |",
                        "| `channel.without-namespace.history-size` |",
                        "| `channel.namespaces[].name` |",
                        "| `channel.namespaces[].history-size` |",
                        "| `proxies[].endpoint` |");
    }

    @Test
    void reference_hasEveryKeyOfTheDefaults() {
        var reference = Reference.markdown();
        var keys = Defaults.yaml()
                .lines()
                .filter(line -> !line.contains("#") || line.contains("\"#\""))
                .filter(line -> line.contains(": "))
                .map(line -> line.strip().replaceAll(": .*", ""));

        assertThat(keys)
                .hasSizeGreaterThan(150)
                .allSatisfy(key -> assertThat(reference).containsPattern("\\| `([-a-z.]+\\.)?" + key + "` \\|"));
    }

    @Test
    void example_loadsAndIsSecured() {
        var config = ConfigLoader.load(EXAMPLE, Map.of(), Map.of());

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
