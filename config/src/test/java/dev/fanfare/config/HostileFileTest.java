package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
        assertThat(SampleConfig.messages("server:\n  port: 1\n  enabled: true\n  port: 2\n"))
                .containsExactly("configuration:4: server.port is set twice, first in line 2");
    }

    @Test
    void duplicateKey_inAListItem_hasItsPath() {
        assertThat(SampleConfig.messages("groups:\n  - name: ab\n  - {name: cd, name: ef}\n"))
                .containsExactly("configuration:3: groups[1].name is set twice, first in line 3");
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
    void unsupportedSyntax_isRejected(String yaml, int line, String message) {
        assertThat(SampleConfig.problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void aliasBomb_isRejectedAtItsFirstAnchor() {
        var bomb = new StringBuilder("a0: &a0 [lol]\n");
        for (var level = 1; level < 30; level++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, "*a" + (level - 1) + ",*a" + (level - 1)));
        }

        assertThat(SampleConfig.messages(bomb.toString()))
                .singleElement()
                .asString()
                .startsWith("configuration:1: anchors");
    }

    @Test
    void secondDocument_isRejected() {
        assertThat(SampleConfig.messages("server: {}\n---\nserver: {}\n"))
                .containsExactly("configuration:2: only one YAML document is supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client:\n\tinsecure: true\n", "client:\n  a: [\n", "client: }\n", "a: b: c\n", "a: '\n"})
    void malformedYaml_hasALine(String yaml) {
        assertThat(SampleConfig.problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isPositive();
            assertThat(problem.message()).startsWith("not valid YAML: ");
        });
    }

    @Test
    void tab_isNamed() {
        assertThat(SampleConfig.messages("client:\n\tinsecure: true\n"))
                .singleElement()
                .asString()
                .startsWith("configuration:2: ")
                .contains("TAB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{? "})
    void deepNesting_isRejected(String opening) {
        var problems = SampleConfig.problems("a:\n " + opening.repeat(MEBIBYTE / 8));

        assertThat(problems).hasSize(1);
    }

    @Test
    void controlCharacter_isRejected() {
        assertThat(SampleConfig.messages("a: \u0000"))
                .singleElement()
                .asString()
                .contains("not valid YAML");
    }

    @Test
    void largeFile_isRejected() throws IOException {
        var file = Files.writeString(folder.resolve("large.yml"), "# comment\n".repeat(MEBIBYTE));

        assertThat(messages(file)).containsExactly(file + ": must not be larger than 1048576 bytes, got 10485760");
    }

    @Test
    void missingFile_isNamed() {
        var file = folder.resolve("none.yml");

        assertThat(messages(file)).containsExactly(file + ": file not found");
    }

    @Test
    void otherEncoding_isRejected() throws IOException {
        var file = Files.write(folder.resolve("latin.yml"), new byte[] {'#', (byte) 0xe4, '\n'});

        assertThat(messages(file)).containsExactly(file + ": must be encoded in UTF-8");
    }

    @Test
    void folder_isRejected() {
        assertThat(messages(folder)).singleElement().asString().startsWith(folder + ": cannot be read");
    }

    private static Iterable<String> messages(Path file) {
        return catchThrowableOfType(ConfigException.class, () -> SampleConfig.LOADER.load(file, Map.of(), Map.of()))
                .problems()
                .stream()
                .map(Object::toString)
                .toList();
    }
}
