package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.config.Problem;
import dev.fanfare.config.ValueOrigin;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    @Test
    void problems_sayFileLineKeyValueAndWhatIsAllowed() {
        assertThat(Load.problems("client:\n  ping-interval: 25 sec\n"))
                .containsExactly(new Problem(
                        new ValueOrigin("configuration", 2),
                        "client.ping-interval",
                        "25 sec",
                        "must be a duration such as 25s, 1m30s, 720h or 500ms, at least 1s, at most 24h"));
    }

    @Test
    void problem_isPrintedInOneLine() {
        assertThat(Load.messages("http-server:\n  port: 65536\n"))
                .containsExactly(
                        "configuration:2: http-server.port is \"65536\": must be a whole number, at most 65535");
    }

    @Test
    void problems_areReportedAllAtOnce() {
        assertThat(Load.problems("""
                http-server: {port: many}
                log-level: loud
                clint: {}
                channel:
                  max-length: 0
                  namespaces:
                    - {name: x, presence: yes}
                """))
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "http-server.port",
                        "log-level",
                        "clint",
                        "channel.max-length",
                        "channel.namespaces[0].name",
                        "channel.namespaces[0].presence");
    }

    @ParameterizedTest
    @CsvSource({
        "clint: {}, clint, client?",
        "client: {ping_interval: 1s}, client.ping_interval, ping-interval?",
        "client: {tokn: {}}, client.tokn, token?",
        "history-size: 3, history-size, 'channel.without-namespace.history-size, one group below the other?'",
        "client.ping-interval: 3s, client.ping-interval, 'client.ping-interval, one group below the other?'",
        "channel: {namespaces: [{nam: ab}]}, channel.namespaces[0].nam, name?"
    })
    void unknownKey_namesTheNearest(String yaml, String key, String hint) {
        assertThat(Load.problems(yaml))
                .filteredOn(problem -> problem.key().equals(key))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("unknown key", "did you mean " + hint));
    }

    @Test
    void unknownKey_whenNothingIsNear_listsWhatIsAllowed() {
        assertThat(Load.messages("http-api: {zzzzzzzzzzzzz: 1}"))
                .singleElement()
                .asString()
                .contains("allowed here: key, insecure, error-mode");
    }

    @ParameterizedTest
    @CsvSource({
        "client: 3, client, 'must be a group of keys, not a single value'",
        "client: [], client, 'must be a group of keys, not a list'",
        "[1], '', 'must be a group of keys, not a list'",
        "http-server: {port: {}}, http-server.port, 'must be a whole number, at most 65535, not a group of keys'",
        "http-server: {port: 1.5}, http-server.port, 'must be a whole number, at most 65535'",
        "http-server: {port: 99999999999}, http-server.port, 'must be a whole number, at most 65535'",
        "sse: {enabled: 'yes'}, sse.enabled, must be true or false",
        "log-level: INFO, log-level, 'must be one of none, error, warn, info, debug, trace'",
        "channel: {namespaces: {}}, channel.namespaces, 'must be a list, each item a group of keys; it is a group of keys'",
        "client: {allowed-origins: '*'}, client.allowed-origins, 'must be a list, each item a text; it is a single value'",
        "channel: {without-namespace: {channel-regex: '['}}, channel.without-namespace.channel-regex, must be a regular expression",
        "webhook: {endpoint: 'ftp://x'}, webhook.endpoint, must be a URL that starts with http:// or https://"
    })
    void wrongType_saysWhatIsExpected(String yaml, String key, String message) {
        assertThat(Load.problems(yaml)).anySatisfy(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.origin().line()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http-api: {key: [topsecret]}",
                "http-api: topsecret",
                "http-api: {kex: topsecret}",
                "http-api: {key: a, key: topsecret}",
                "http-api: {key: \"topsecret",
                "engine: {redis: {address: ['http://me:topsecret@host']}}",
                "client: {proxy: {connect: {endpoint: 'ftp://me:topsecret@host'}}}",
                "client: {proxy: {connect: {static-headers: {'': topsecret}}}}",
                "client: {proxy: {connect: {static-headers: {A: \"topsecret\\n\"}}}}"
            })
    void secrets_areNotInMessages(String yaml) {
        assertThat(Load.messages(yaml))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).doesNotContain("topsecret"));
    }

    @Test
    void problems_areLimited() {
        var yaml = "k%d: 1\n"
                .repeat(50_000)
                .formatted(IntStream.range(0, 50_000).boxed().toArray());

        assertThat(Load.problems(yaml))
                .hasSize(101)
                .last()
                .asString()
                .contains("too many problems, the rest is not shown");
    }

    @Test
    void longValue_isShortened() {
        assertThat(Load.problems("log-level: " + "x".repeat(100_000)).get(0).value())
                .hasSize(83);
    }

    @Test
    void exception_holdsAllProblemsInItsMessage() {
        assertThatThrownBy(() -> ConfigLoader.load("a: 1\nb: 2", Map.of("FANFARE_X", "1"), Map.of("y", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("configuration:1: a: ", "configuration:2: b: ", "FANFARE_X: ", "--y: ");
    }
}
