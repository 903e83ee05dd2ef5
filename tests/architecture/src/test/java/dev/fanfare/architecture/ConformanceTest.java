package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/conformance.md} leaves no section out and names tests that exist. */
class ConformanceTest {
    private static final List<String> WITHOUT_TEST = List.of("explains", "binds clients");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("\\| ([0-9.]+) \\| [^|]+ \\| ([^|]+) \\|");
    private static final List<String> SECTIONS_OF_WEBSOCKET = Stream.of(
                    "3 4.1 4.2.1 4.2.2 4.3 4.4 5.1 5.2 5.3 5.4 5.5 5.5.1 5.5.2 5.5.3 5.6 5.7 5.8 6.1 6.2",
                    "7.1.1 7.1.2 7.1.3 7.1.4 7.1.5 7.1.6 7.1.7 7.2.1 7.2.2 7.2.3 7.3 7.4.1 7.4.2 8.1 9.1 9.2",
                    "10.1 10.2 10.3 10.4 10.5 10.6 10.7 10.8")
            .flatMap(line -> Stream.of(line.split(" ", -1)))
            .toList();
    private static final List<String> SECTIONS_OF_COMPRESSION = Stream.of(
                    "4 5 6 6.1 6.2 7.1 7.1.1.1 7.1.1.2 7.1.2.1 7.1.2.2 7.1.3 7.2.1 7.2.2",
                    "7.2.3.1 7.2.3.2 7.2.3.3 7.2.3.4 7.2.3.5 7.2.3.6 7.3 8")
            .flatMap(line -> Stream.of(line.split(" ", -1)))
            .toList();

    private final String page = SourceTree.text("docs/conformance.md");
    private final int second = page.indexOf("## RFC 7692");

    @Test
    void sections_areAllThere_inTheirOrder() {
        assertThat(sections(page.substring(0, second))).isEqualTo(SECTIONS_OF_WEBSOCKET);
        assertThat(sections(page.substring(second))).isEqualTo(SECTIONS_OF_COMPRESSION);
    }

    @Test
    void rows_containATestOrAReason() {
        assertThat(rows(page)).allSatisfy(row -> {
            var shownBy = row.group(2);
            assertThat(WITHOUT_TEST.contains(shownBy) || NAMED.matcher(shownBy).find())
                    .as(row.group())
                    .isTrue();
        });
    }

    private static List<String> sections(String part) {
        return rows(part).stream().map(row -> row.group(1)).toList();
    }

    private static List<MatchResult> rows(String part) {
        return ROW.matcher(part).results().toList();
    }
}
