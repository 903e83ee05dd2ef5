package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The event names of log messages and their page. */
class LogEventsTest {
    /** A message begins with the name, followed by a field or the value of the name of the risk. */
    private static final Pattern LOGGED = Pattern.compile(
            "(?:LOG\\s*\\.(?:info|warn|error)|new SettingsRisk)\\(\\s*\"([a-z]+(?:-[a-z]+)+)(?= [\\w-]+=|\")");

    private static final Pattern ROW = Pattern.compile("^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

    @Test
    void eventNames_areThoseOfThePage() {
        assertThat(logged()).isEqualTo(documented()).contains("redis-risk-eviction", "memory-pressure-ended");
    }

    /** An event that ends has a beginning, because alerts are switched on and off by the two names. */
    @Test
    void ends_haveABeginning() {
        assertThat(logged())
                .filteredOn(name -> name.endsWith("-ended"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(logged()).contains(name.replaceFirst("-ended$", "")));
    }

    private static Set<String> logged() {
        return SourceTree.ALL.stream()
                .filter(SourceTree.Source::isMain)
                .flatMap(source ->
                        LOGGED.matcher(String.join("\n", source.lines())).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented() {
        return ROW.matcher(SourceTree.text("docs/operating.md"))
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
