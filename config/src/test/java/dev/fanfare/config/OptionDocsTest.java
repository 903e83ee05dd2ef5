package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fanfare.config.ConfigLoader.OptionChange;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionDocsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "# only a comment\n",
                "---\n",
                "client:\n",
                "client: null\n",
                "{}",
                "\ufeffclient:\n",
                "client:\r\n  issuer:\r\n"
            })
    void emptyConfiguration_hasTheDocumentedDefaults(String yaml) {
        assertThat(SampleConfig.load(yaml)).isEqualTo(SampleConfig.load(SampleConfig.LOADER.defaults()));
    }

    @Test
    void defaults_containDescriptionsAndValues() {
        assertThat(SampleConfig.LOADER.defaults())
                .startsWith("# Log level.\nlog-level: info\n\n# Server.\nserver:\n  # Port.\n  port: 8000\n")
                .contains(
                        "  origins: [\"https://a.example\", \"https://b.example\"]\n",
                        "groups: []\n",
                        "  headers: {}\n");
    }

    @Test
    void reference_hasARowForEachOption() {
        assertThat(SampleConfig.LOADER.reference())
                .contains(
                        "| `log-level` | none, info, debug-all | `info` | yes | Log level. |\n",
                        "| `address` | list: Redis address | `[]` |  | Addresses. |\n",
                        "\n## server\n\nServer.\n",
                        "| `server.port` | integer, 0 to 65535 | `8000` |  | Port. |\n",
                        "| `server.headers` | map: string to secret | `{}` |  | Headers. |\n",
                        "| `client.ping-interval` | duration, 1s to 24h | `25s` | yes | Ping interval. |\n",
                        "| `groups` | list: groups | `[]` |  | Groups. |\n",
                        "| `groups[].limit` | integer, 1 or more | `1` |  | Limit. |\n");
    }

    @Test
    void changes_arePathsOfDifferentOptionsInOrder() {
        var after = SampleConfig.LOADER.load(
                "groups: [{name: a}]", Map.of(), Map.of("client.ping-interval", "9s", "server.port", "1"));

        assertThat(SampleConfig.LOADER.changes(SampleConfig.load(""), after))
                .containsExactly(
                        new OptionChange("server.port", false),
                        new OptionChange("client.ping-interval", true),
                        new OptionChange("groups", false));
        assertThat(SampleConfig.LOADER.changes(after, after)).isEmpty();
    }

    @Test
    void optionOfAnUnsupportedType_isRejected() {
        record Unsupported(@Option("Thread.") Thread thread) {}

        assertThatIllegalStateException()
                .isThrownBy(() -> new ConfigLoader<>(Unsupported.class))
                .withMessageContaining("an option cannot have the type class java.lang.Thread");
    }

    @Test
    void componentWithoutADescription_isRejected() {
        record Undescribed(int port) {}

        assertThatIllegalStateException()
                .isThrownBy(() -> new ConfigLoader<>(Undescribed.class))
                .withMessageContaining("has no @Option with a description");
    }
}
