package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The dashboard and the alert rules, compared with the metrics of a server. */
class DeployTest {
    /** Labels that Prometheus adds, and the label of histogram buckets. */
    private static final Set<String> ADDED = Set.of("job", "instance");

    private static final Pattern METRIC =
            Pattern.compile("\\b((?:fanfare|jvm|process|system)_[a-z_]+)(?:\\{([^}]*)\\})?");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|=|!=|!~)\\s*\"([^\"]*)\"");
    private static final Pattern EVENT = Pattern.compile("log(?: events?)?(?: for|:)? ([a-z]+-[a-z-]+)");

    /** Values that depend on the traffic. */
    private static final Set<String> OPEN_VALUES = Set.of("code", "method");

    private final ExportedMetrics exported = ExportedMetrics.ofServer();

    @Test
    void metricsAndLabels_areExported() {
        assertThat(expressions()).hasSizeGreaterThan(40).allSatisfy(this::assertExported);
    }

    /** Without this, a check that finds nothing would pass. */
    @Test
    void metricsAndLabels_thatAreMissing_areFound() {
        assertThat(problems("sum(rate(fanfare_nothing_total[5m]))")).containsExactly("fanfare_nothing_total");
        assertThat(problems("fanfare_drops_total{cause=\"oldest\"}")).containsExactly("fanfare_drops_total{cause}");
        assertThat(problems("fanfare_drops_total{reason=\"old\"}")).containsExactly("fanfare_drops_total{reason=old}");
        assertThat(problems("sum by (cause) (fanfare_drops_total)")).containsExactly("by (cause)");
        assertThat(problems("sum by (reason) (fanfare_drops_total{job=~\"x\"})"))
                .isEmpty();
    }

    @Test
    void alerts_stateWhatToDo() {
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.get("alert").toString()).matches("Fanfare[A-Z]\\w+");
            var annotations = (Map<?, ?>) rule.get("annotations");
            assertThat(annotations.get("summary").toString()).contains("$labels.instance");
            assertThat(annotations.get("action").toString()).endsWith(".");
        });
        assertThat(EVENT.matcher(SourceTree.text("deploy/alerts.yml")).results().map(event -> event.group(1)))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(SourceTree.text("docs/operating.md")).contains("`" + event + "`"));
    }

    private void assertExported(String expression) {
        assertThat(problems(expression)).as(expression).isEmpty();
    }

    private List<String> problems(String expression) {
        List<String> problems = new ArrayList<>();
        Set<String> labels = new HashSet<>(ADDED);
        METRIC.matcher(expression).results().forEach(metric -> {
            var name = metric.group(1);
            if (!exported.has(name)) {
                problems.add(name);
                return;
            }
            labels.addAll(exported.labels(name));
            MATCHER.matcher(metric.group(2) == null ? "" : metric.group(2))
                    .results()
                    .forEach(matcher -> {
                        var label = matcher.group(1);
                        if (ADDED.contains(label)) {
                            return;
                        }
                        if (!exported.labels(name).contains(label)) {
                            problems.add(name + "{" + label + "}");
                        } else if (!OPEN_VALUES.contains(label) && !exported.has(name, label, matcher.group(3))) {
                            problems.add(name + "{" + label + "=" + matcher.group(3) + "}");
                        }
                    });
        });
        GROUPED.matcher(expression)
                .results()
                .flatMap(by -> Stream.of(by.group(1).split(",\\s*")))
                .filter(label -> !labels.contains(label))
                .forEach(label -> problems.add("by (" + label + ")"));
        return problems;
    }

    private static List<String> expressions() {
        List<String> found = new ArrayList<>();
        collect(load("deploy/grafana-dashboard.json"), found);
        rules().forEach(rule -> found.add(rule.get("expr").toString()));
        return found;
    }

    /** Adds the expressions of panels and the queries of variables. */
    private static void collect(Object node, List<String> found) {
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    if (value instanceof String text && Set.of("expr", "query").contains(key)) {
                        found.add(text);
                    } else {
                        collect(value, found);
                    }
                });
            case List<?> list -> list.forEach(item -> collect(item, found));
            default -> {}
        }
    }

    private static List<Map<?, ?>> rules() {
        var file = (Map<?, ?>) load("deploy/alerts.yml");
        return ((List<?>) file.get("groups"))
                .stream()
                        .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("rules")).stream())
                        .<Map<?, ?>>map(rule -> (Map<?, ?>) rule)
                        .toList();
    }

    /** JSON is YAML. */
    private static Object load(String path) {
        return new Load(LoadSettings.builder().build()).loadFromString(SourceTree.text(path));
    }
}
