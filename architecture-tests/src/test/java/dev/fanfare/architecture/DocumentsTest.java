package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that claim something and name the test that shows it. */
class DocumentsTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");

    static Stream<Path> pages() throws IOException {
        try (var files = Files.list(SourceTree.ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void testsThatAPageNames_areThere(Path page) throws IOException {
        var named = TEST.matcher(Files.readString(page)).results().toList();

        assertThat(named)
                .allSatisfy(test -> assertThat(SourceTree.ALL)
                        .as("%s names %s", page.getFileName(), test.group())
                        .anyMatch(source -> source.path().endsWith(test.group(1) + ".java")
                                && source.lines().stream()
                                        .anyMatch(line -> line.contains("void " + test.group(2) + "("))));
    }
}
