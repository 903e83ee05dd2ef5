package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for all sources, including tests. */
class SourceTest {
    private static final int MAX_SUPPRESSIONS = 20;
    private static final int MAX_MEDIAN_LINES = 100;
    private static final int MAX_P95_LINES = 250;
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
    void suppressions_areFewAndHaveReasons() {
        var suppressions = SourceTree.find(SUPPRESSION);

        assertThat(suppressions).hasSizeLessThanOrEqualTo(MAX_SUPPRESSIONS);
        assertThat(suppressions)
                .allMatch(line -> SUPPRESSION_WITH_REASON.matcher(line.text()).find());
    }

    /** Reports the 95th percentile and limits it and the median; a coherent file may be longer. */
    @Test
    void mainSources_areShort(TestReporter reporter) {
        var lines = SourceTree.ALL.stream()
                .filter(SourceTree.Source::isMain)
                .map(source -> source.lines().size())
                .sorted()
                .toList();
        int median = lines.get(lines.size() / 2);
        int p95 = lines.get(lines.size() * 95 / 100);

        reporter.publishEntry(
                "lines per main source: median %d, p95 %d, longest %d".formatted(median, p95, lines.getLast()));

        assertThat(median).isLessThanOrEqualTo(MAX_MEDIAN_LINES);
        assertThat(p95).isLessThanOrEqualTo(MAX_P95_LINES);
    }
}
