package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sources of all modules, tests included, keep to. */
class SourceTest {
    private static final int MAX_SUPPRESSIONS = 20;
    private static final int MAX_LINES = 400;
    private static final int MAX_MEDIAN_LINES = 100;
    private static final Pattern SUPPRESSION = Pattern.compile("@SuppressWarnings\\(");
    private static final Pattern SUPPRESSION_WITH_REASON = Pattern.compile("@SuppressWarnings\\(.*\\).*// \\S+");

    @Test
    void sources_areFound() {
        assertThat(SourceTree.ALL)
                .anyMatch(source -> source.path().endsWith("core/node/Node.java"))
                .anyMatch(source -> source.path().endsWith("architecture/SourceTest.java"));
    }

    /** Parts are joined by a plus, so that this file does not find itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\bTO" + "DO\\b",
                "\\bFIX" + "ME\\b",
                "\\bThread\\.sleep\\(",
                "\\.printStackTrace\\(\\)",
                "^\\s*@Disabled\\b",
                "^\\s*(\\*|//).*@author\\b"
            })
    void sources_haveNo(String forbidden) {
        assertThat(SourceTree.find(Pattern.compile(forbidden))).isEmpty();
    }

    @Test
    void suppressions_areFewAndSayWhy() {
        var suppressions = SourceTree.find(SUPPRESSION);

        assertThat(suppressions).hasSizeLessThanOrEqualTo(MAX_SUPPRESSIONS);
        assertThat(suppressions)
                .allMatch(line -> SUPPRESSION_WITH_REASON.matcher(line.text()).find());
    }

    @Test
    void mainSources_areShort() {
        var main = SourceTree.ALL.stream().filter(SourceTree.Source::isMain).toList();

        assertThat(main)
                .allSatisfy(source ->
                        assertThat(source.lines()).as(source.path().toString()).hasSizeLessThanOrEqualTo(MAX_LINES));
        assertThat(medianLines(main)).isLessThanOrEqualTo(MAX_MEDIAN_LINES);
    }

    private static int medianLines(List<SourceTree.Source> sources) {
        return sources.stream()
                .map(source -> source.lines().size())
                .sorted()
                .skip(sources.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
