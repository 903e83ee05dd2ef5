package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that claim something and name the test that shows it. */
class DocumentsTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    static Stream<Path> pages() throws IOException {
        try (var files = Files.walk(SourceTree.ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    /** The tool also fails if a page has a link without target. */
    @Test
    void documentation_isOneFileWithAnIndex() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var tool = new ProcessBuilder(java, "tools/Documentation.java")
                .directory(SourceTree.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(output).isZero();

        var written = SourceTree.ROOT.resolve("target/docs");
        assertThat(Files.readString(written.resolve("fanfare.md")))
                .containsSubsequence(
                        "# Fanfare\n", "# Embedding\n", "# The push server\n", "# Limits\n", "# Comparison\n")
                .contains("](#memory-and-start)", "](../../docs/images/chat.png)");
        assertThat(Files.readString(written.resolve("llms.txt")))
                .startsWith("# Fanfare\n\n> ")
                .containsSubsequence("## Start here", "(../../docs/embed.md): ", "## Migration");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void testsNamedInPages_exist(Path page) throws IOException {
        var missing = NAMED.matcher(Files.readString(page))
                .results()
                .filter(named -> !exists(named.group(1), named.group(2)))
                .map(MatchResult::group)
                .distinct();

        assertThat(missing).isEmpty();
    }

    private static boolean exists(String type, String method) {
        var declared = Pattern.compile("^ *void " + method + "\\(");
        return SourceTree.ALL.stream()
                .filter(source -> source.path().endsWith(type + ".java"))
                .anyMatch(source -> source.find(declared).findAny().isPresent());
    }
}
