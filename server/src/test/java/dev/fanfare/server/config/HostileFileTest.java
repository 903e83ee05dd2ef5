package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fanfare.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFileTest {
    private static final int MEBIBYTE = 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void duplicateKey_namesBothLines() {
        assertThat(Load.messages("client:\n  token: {}\n  insecure: true\n  token: {}\n"))
                .containsExactly("configuration:4: client.token: stands there twice, first in line 2");
    }

    @Test
    void duplicateKey_inAListItem_hasItsPath() {
        assertThat(Load.messages("channel:\n  namespaces:\n    - name: ab\n    - {name: cd, name: ef}\n"))
                .containsExactly("configuration:4: channel.namespaces[1].name: stands there twice, first in line 4");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: &x [1]', 1, anchors",
        "'a: *x', 1, aliases",
        "'a: !!binary abc', 1, tags",
        "'a: !!java.net.URL [x]', 1, tags",
        "'? [a]', 1, a key must be a single value",
        "'? {a: b}', 1, a key must be a single value",
    })
    void whatNobodyNeeds_isRefused(String yaml, int line, String message) {
        assertThat(Load.problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.origin().line()).isEqualTo(line);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void aliasBomb_isRefusedAtItsFirstAnchor() {
        var bomb = new StringBuilder("a0: &a0 [lol]\n");
        for (var level = 1; level < 30; level++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, "*a" + (level - 1) + ",*a" + (level - 1)));
        }

        assertThat(Load.messages(bomb.toString())).singleElement().asString().startsWith("configuration:1: anchors");
    }

    @Test
    void secondDocument_isRefused() {
        assertThat(Load.messages("sse: {}\n---\nsse: {}\n"))
                .containsExactly("configuration:2: only one YAML document is allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client:\n\tinsecure: true\n", "client:\n  a: [\n", "client: }\n", "a: b: c\n", "a: '\n"})
    void brokenYaml_saysWhere(String yaml) {
        assertThat(Load.problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.origin().line()).isPositive();
            assertThat(problem.message()).startsWith("not valid YAML: ");
        });
    }

    @Test
    void tab_isNamed() {
        assertThat(Load.messages("client:\n\tinsecure: true\n"))
                .singleElement()
                .asString()
                .startsWith("configuration:2: ")
                .contains("TAB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{? "})
    void deepNesting_isRefused(String opening) {
        var problems = Load.problems("a:\n " + opening.repeat(MEBIBYTE / 8));

        assertThat(problems).hasSize(1);
    }

    @Test
    void control_isRefused() {
        assertThat(Load.messages("a: \u0000")).singleElement().asString().contains("not valid YAML");
    }

    @Test
    void largeFile_isRefusedBySize() throws IOException {
        var file = Files.writeString(folder.resolve("large.yml"), "# comment\n".repeat(MEBIBYTE));

        assertThat(refusal(file)).containsExactly(file + ": must be at most 1MiB; it is 10MiB");
    }

    @Test
    void missingFile_isNamed() {
        var file = folder.resolve("none.yml");

        assertThat(refusal(file)).containsExactly(file + ": there is no such file");
    }

    @Test
    void otherEncoding_isRefused() throws IOException {
        var file = Files.write(folder.resolve("latin.yml"), new byte[] {'#', (byte) 0xe4, '\n'});

        assertThat(refusal(file)).containsExactly(file + ": must be text in UTF-8");
    }

    @Test
    void folder_isRefused() {
        assertThat(refusal(folder)).singleElement().asString().startsWith(folder + ": can't be read");
    }

    private static Iterable<String> refusal(Path file) {
        return catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, Map.of(), Map.of()))
                .problems()
                .stream()
                .map(Object::toString)
                .toList();
    }
}
