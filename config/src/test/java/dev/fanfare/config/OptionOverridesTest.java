package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.value.ByteSize;
import dev.fanfare.config.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionOverridesTest {
    private static final String FILE = "client: {ping-interval: 10s}";
    private static final Map<String, String> VARIABLE = Map.of("FANFARE_CLIENT_PING_INTERVAL", "20s");
    private static final Map<String, String> FLAG = Map.of("client.ping-interval", "30s");

    @Test
    void flag_overridesVariable_whichOverridesFile() {
        assertThat(pingInterval("", Map.of(), Map.of())).isEqualTo(Duration.ofSeconds(25));
        assertThat(pingInterval(FILE, Map.of(), Map.of())).isEqualTo(Duration.ofSeconds(10));
        assertThat(pingInterval(FILE, VARIABLE, Map.of())).isEqualTo(Duration.ofSeconds(20));
        assertThat(pingInterval(FILE, VARIABLE, FLAG)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pingInterval(FILE, Map.of(), FLAG)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void variable_keepsOtherKeysOfItsGroup() {
        var config = SampleConfig.LOADER.load("client: {max-size: 7KiB}", VARIABLE, Map.of());

        assertThat(config.client().maxSize()).isEqualTo(new ByteSize(7 * 1024));
        assertThat(config.client().timing().pingInterval()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void variable_replacesAnInvalidValueOfTheFile() {
        assertThat(pingInterval("client: {ping-interval: nonsense}", VARIABLE, Map.of()))
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void list_isSeparatedByCommasOrWrittenAsYaml() {
        assertThat(origins("https://a.example, https://c.example"))
                .isEqualTo(origins("[https://a.example, https://c.example]"))
                .isEqualTo(List.of("https://a.example", "https://c.example"));
        assertThat(origins("")).isEmpty();
    }

    @Test
    void listOfGroups_isWrittenAsJson() {
        var config = SampleConfig.LOADER.load(
                "groups: [{name: old}]", Map.of("FANFARE_GROUPS", "[{\"name\": \"chat\", \"limit\": 3}]"), Map.of());

        assertThat(config.groups()).singleElement().satisfies(group -> {
            assertThat(group.name()).isEqualTo("chat");
            assertThat(group.limit()).isEqualTo(3);
        });
    }

    @Test
    void map_isWrittenAsYaml() {
        var config =
                SampleConfig.LOADER.load("", Map.of("FANFARE_SERVER_HEADERS", "Authorization: Bearer x"), Map.of());

        assertThat(config.server().headers()).containsExactly(Map.entry("Authorization", new Secret("Bearer x")));
    }

    @Test
    void text_isTakenLiterally() {
        var config =
                SampleConfig.LOADER.load("", Map.of("FANFARE_SERVER_KEY", "null"), Map.of("client.issuer", "a: b"));

        assertThat(config.server().key().text()).isEqualTo("null");
        assertThat(config.client().issuer()).isEqualTo("a: b");
    }

    @Test
    void problem_namesTheVariableOrFlag() {
        assertThat(SampleConfig.problems("", Map.of("FANFARE_SERVER_PORT", "x"), Map.of("log-level", "loud")))
                .extracting(Object::toString)
                .containsExactly(
                        "--log-level: log-level must be one of none, info, debug-all, got \"loud\"",
                        "FANFARE_SERVER_PORT: server.port must be an integer, between 0 and 65535, got \"x\"");
    }

    @Test
    void unknownVariableOrFlag_suggestsTheNearest() {
        assertThat(SampleConfig.problems(
                        "",
                        Map.of("FANFARE_CLIENT_PING_INTERVALL", "topsecret"),
                        Map.of("client.ping_interval", "topsecret")))
                .extracting(Object::toString)
                .containsExactly(
                        "FANFARE_CLIENT_PING_INTERVALL: unknown environment variable; did you mean"
                                + " FANFARE_CLIENT_PING_INTERVAL?",
                        "--client.ping_interval: unknown key; did you mean client.ping-interval?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "FANFARE_JAVA_OPTS",
                "FANFARE_AOT_CACHE",
                "FANFARE_SERVICE_HOST",
                "FANFARE_SERVICE_PORT",
                "FANFARE_SERVICE_PORT_HTTP",
                "FANFARE_PORT",
                "FANFARE_PORT_8000_TCP",
                "FANFARE_PORT_8000_TCP_ADDR",
                "FANFARE_PUSH_PORT"
            })
    void foreignVariable_isIgnored(String name) {
        var config = SampleConfig.LOADER.load("", Map.of(name, "tcp://10.0.0.1:8000"), Map.of());

        assertThat(config).isEqualTo(SampleConfig.load(""));
    }

    @Test
    void variable_inAGroupThatIsAScalar_leavesTheProblemOfTheFile() {
        assertThat(SampleConfig.problems("client: 3", VARIABLE, Map.of()))
                .extracting(Object::toString)
                .containsExactly("configuration:1: client must be a mapping of keys to values, got a single value");
    }

    private static Duration pingInterval(String yaml, Map<String, String> environment, Map<String, String> flags) {
        return SampleConfig.LOADER
                .load(yaml, environment, flags)
                .client()
                .timing()
                .pingInterval();
    }

    private static List<String> origins(String text) {
        return SampleConfig.LOADER
                .load("", Map.of("FANFARE_CLIENT_ORIGINS", text), Map.of())
                .client()
                .origins();
    }
}
