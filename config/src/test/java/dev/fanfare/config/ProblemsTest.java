package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.config.ConfigException.Problem;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    @Test
    void problem_hasSourceLineKeyExpectedAndFoundValue() {
        assertThat(SampleConfig.problems("client:\n  ping-interval: 25 sec\n"))
                .containsExactly(new Problem(
                        "configuration",
                        2,
                        "client.ping-interval",
                        "must be a duration such as 500ms, 25s, 1m30s or 720h, between 1s and 24h, got \"25 sec\""));
    }

    @Test
    void problem_isPrintedInOneLine() {
        assertThat(SampleConfig.messages("server:\n  port: 65536\n"))
                .containsExactly("configuration:2: server.port must be an integer, between 0 and 65535, got \"65536\"");
    }

    @Test
    void problems_areReportedAllAtOnce() {
        assertThat(SampleConfig.problems("""
                server: {port: many}
                log-level: loud
                clint: {}
                client:
                  max-size: 0
                groups:
                  - {name: "", limit: yes}
                """))
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "server.port", "log-level", "clint", "client.max-size", "groups[0].name", "groups[0].limit");
    }

    @ParameterizedTest
    @CsvSource({
        "clint: {}, clint, client?",
        "client: {ping_interval: 1s}, client.ping_interval, ping-interval?",
        "client: {isuer: a}, client.isuer, issuer?",
        "ping-interval: 3s, ping-interval, 'client.ping-interval, nested one group per dot?'",
        "client.ping-interval: 3s, client.ping-interval, 'client.ping-interval, nested one group per dot?'",
        "groups: [{nam: ab}], groups[0].nam, name?"
    })
    void unknownKey_suggestsTheNearest(String yaml, String key, String hint) {
        assertThat(SampleConfig.problems(yaml))
                .filteredOn(problem -> problem.key().equals(key))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message()).isEqualTo("is not a known key; did you mean " + hint));
    }

    @Test
    void unknownKey_withoutASimilarOne_listsTheValidKeys() {
        assertThat(SampleConfig.messages("server: {zzzzzzzzzzzzz: 1}"))
                .singleElement()
                .asString()
                .contains("valid keys here: port, key, endpoint, enabled, headers");
    }

    @ParameterizedTest
    @CsvSource({
        "client: 3, client, 'must be a mapping of keys to values, got a single value'",
        "client: [], client, 'must be a mapping of keys to values, got a list'",
        "[1], '', 'must be a mapping of keys to values, got a list'",
        "server: {port: {}}, server.port, 'must be an integer, between 0 and 65535, got a mapping'",
        "server: {port: 1.5}, server.port, 'must be an integer, between 0 and 65535, got \"1.5\"'",
        "server: {port: 99999999999}, server.port, 'must be an integer, between 0 and 65535, got \"99999999999\"'",
        "server: {enabled: 'yes'}, server.enabled, 'must be true or false, got \"yes\"'",
        "log-level: INFO, log-level, 'must be one of none, info, debug-all, got \"INFO\"'",
        "groups: {}, groups, 'must be a list such as [a, b], got a mapping'",
        "client: {origins: '*'}, client.origins, 'must be a list such as [a, b], got a single value'",
        "'groups: [{name: a, pattern: \"[\"}]', groups[0].pattern, 'must be a regular expression, got \"[\"'",
        "'groups: [{name: a, limit: 0}]', groups[0].limit, 'must be an integer, at least 1, got \"0\"'",
        "server: {endpoint: 'ftp://x'}, server.endpoint, 'must be an http:// or https:// URL, got \"ftp://x\"'"
    })
    void invalidValue_statesExpectedAndFound(String yaml, String key, String message) {
        assertThat(SampleConfig.problems(yaml)).anySatisfy(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).isEqualTo(message);
        });
    }

    @Test
    void violatedRule_isLocatedAtItsKeyOrTheGroupAroundIt() {
        assertThat(SampleConfig.messages("client:\n  ping-interval: 2s\n  pong-timeout: 3s"))
                .containsExactly("configuration:3: client.pong-timeout must be less than ping-interval");
        assertThat(SampleConfig.messages("groups:\n  - name: a\n  - name: b\n  - limit: 2\n    name: c"))
                .containsExactly("configuration:5: groups[2].name must have at most two items");
        assertThat(SampleConfig.messages("groups:\n  - name: a\n  - limit: 2"))
                .containsExactly("configuration:3: groups[1].name must not be empty");
    }

    @Test
    void rule_ofAnInvalidOption_isNotChecked() {
        assertThat(SampleConfig.problems("client: {ping-interval: soon, pong-timeout: 30s}"))
                .extracting(Problem::key)
                .containsExactly("client.ping-interval");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: {key: [topsecret]}",
                "server: topsecret",
                "server: {kex: topsecret}",
                "server: {key: a, key: topsecret}",
                "server: {key: \"topsecret",
                "address: ['http://me:topsecret@host']",
                "server: {endpoint: 'ftp://me:topsecret@host'}",
                "server: {headers: [topsecret]}"
            })
    void secrets_areNotInMessages(String yaml) {
        assertThat(SampleConfig.messages(yaml))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).doesNotContain("topsecret"));
    }

    @Test
    void problems_areLimited() {
        var yaml = "k%d: 1\n"
                .repeat(50_000)
                .formatted(IntStream.range(0, 50_000).boxed().toArray());

        assertThat(SampleConfig.problems(yaml))
                .hasSize(101)
                .last()
                .asString()
                .contains("too many problems; the rest is not shown");
    }

    @Test
    void longValue_isShortened() {
        assertThat(SampleConfig.messages("log-level: " + "x".repeat(100_000)))
                .singleElement()
                .asString()
                .endsWith("got \"" + "x".repeat(80) + "...\"");
    }

    @Test
    void exception_containsAllProblemsInItsMessage() {
        assertThatThrownBy(() -> SampleConfig.LOADER.load("a: 1\nb: 2", Map.of("FANFARE_X", "1"), Map.of("y", "2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("configuration:1: a ", "configuration:2: b ", "FANFARE_X: ", "--y: ");
    }
}
