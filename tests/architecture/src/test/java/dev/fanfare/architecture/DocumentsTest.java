package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that claim something and name the test that shows it. */
class DocumentsTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    static Stream<Path> pages() throws IOException {
        try (var files = Files.list(SourceTree.ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
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
