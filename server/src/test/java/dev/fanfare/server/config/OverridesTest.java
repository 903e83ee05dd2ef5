package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {
    private static final String FILE = "client: {ping-interval: 10s}";
    private static final Map<String, String> VARIABLE = Map.of("FANFARE_CLIENT_PING_INTERVAL", "20s");
    private static final Map<String, String> FLAG = Map.of("client.ping-interval", "30s");

    @Test
    void flag_goesBeforeEnvironmentBeforeFileBeforeDefault() {
        assertThat(pingInterval("", Map.of(), Map.of())).isEqualTo(Duration.ofSeconds(25));
        assertThat(pingInterval(FILE, Map.of(), Map.of())).isEqualTo(Duration.ofSeconds(10));
        assertThat(pingInterval(FILE, VARIABLE, Map.of())).isEqualTo(Duration.ofSeconds(20));
        assertThat(pingInterval(FILE, VARIABLE, FLAG)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pingInterval(FILE, Map.of(), FLAG)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void override_keepsItsNeighboursInTheFile() {
        var config = ConfigLoader.load("client: {channel-limit: 7}", VARIABLE, Map.of());

        assertThat(config.client().limits().channelLimit()).isEqualTo(7);
        assertThat(config.client().timing().pingInterval()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void override_ofAWrongValueInTheFile_isFine() {
        assertThat(pingInterval("client: {ping-interval: nonsense}", VARIABLE, Map.of()))
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void environment_takesListsSeparatedByCommasOrAsYaml() {
        assertThat(origins("https://a.example, https://b.example"))
                .isEqualTo(origins("[https://a.example, https://b.example]"))
                .isEqualTo(List.of("https://a.example", "https://b.example"));
        assertThat(origins("")).isEmpty();
    }

    @Test
    void environment_takesNamespacesAsJson() {
        var config = ConfigLoader.load(
                "channel: {namespaces: [{name: old}]}",
                Map.of("FANFARE_CHANNEL_NAMESPACES", "[{\"name\": \"chat\", \"presence\": true}]"),
                Map.of());

        assertThat(config.channel().namespaces()).singleElement().satisfies(namespace -> {
            assertThat(namespace.name()).isEqualTo("chat");
            assertThat(namespace.options().presence().presence()).isTrue();
        });
    }

    @Test
    void environment_takesMapsAsYaml() {
        var config = ConfigLoader.load(
                "", Map.of("FANFARE_CLIENT_PROXY_CONNECT_STATIC_HEADERS", "Authorization: Bearer x"), Map.of());

        assertThat(config.client().proxy().connect().target().staticHeaders())
                .containsExactly(Map.entry("Authorization", new Secret("Bearer x")));
    }

    @Test
    void environment_takesTextsAsTheyAre() {
        var config =
                ConfigLoader.load("", Map.of("FANFARE_HTTP_API_KEY", "null"), Map.of("client.token.issuer", "a: b"));

        assertThat(config.httpApi().key().text()).isEqualTo("null");
        assertThat(config.client().token().issuer()).isEqualTo("a: b");
    }

    @Test
    void problem_namesTheVariableOrFlag() {
        assertThat(Load.problems("", Map.of("FANFARE_HTTP_SERVER_PORT", "x"), Map.of("log-level", "loud")))
                .extracting(Object::toString)
                .containsExactly(
                        "FANFARE_HTTP_SERVER_PORT: http-server.port is \"x\": must be a whole number, at most 65535",
                        "--log-level: log-level is \"loud\": must be one of none, error, warn, info, debug, trace");
    }

    @Test
    void unknownVariableOrFlag_namesTheNearest() {
        assertThat(Load.problems(
                        "",
                        Map.of("FANFARE_CLIENT_PING_INTERVALL", "topsecret"),
                        Map.of("client.ping_interval", "topsecret")))
                .extracting(Object::toString)
                .containsExactly(
                        "FANFARE_CLIENT_PING_INTERVALL: no option has this environment variable; did you mean"
                                + " FANFARE_CLIENT_PING_INTERVAL?",
                        "--client.ping_interval: no option has this name; did you mean client.ping-interval?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "FANFARE_JAVA_OPTS",
                "FANFARE_SERVICE_HOST",
                "FANFARE_SERVICE_PORT",
                "FANFARE_SERVICE_PORT_HTTP",
                "FANFARE_PORT",
                "FANFARE_PORT_8000_TCP",
                "FANFARE_PORT_8000_TCP_ADDR",
                "FANFARE_PUSH_PORT"
            })
    void variablesOfOthers_areLeftAlone(String name) {
        var config = ConfigLoader.load("", Map.of(name, "tcp://10.0.0.1:8000"), Map.of());

        assertThat(config).isEqualTo(Load.yaml(""));
    }

    @Test
    void override_belowSomethingElse_leavesTheProblemOfTheFile() {
        assertThat(Load.problems("client: 3", VARIABLE, Map.of()))
                .extracting(Object::toString)
                .containsExactly("configuration:1: client: must be a group of keys, not a single value");
    }

    private static Duration pingInterval(String yaml, Map<String, String> environment, Map<String, String> flags) {
        return ConfigLoader.load(yaml, environment, flags).client().timing().pingInterval();
    }

    private static List<String> origins(String text) {
        return ConfigLoader.load("", Map.of("FANFARE_CLIENT_ALLOWED_ORIGINS", text), Map.of())
                .client()
                .access()
                .allowedOrigins();
    }
}
