package dev.fanfare.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The forms of a result. */
class BenchReportTest {
    /** A change of these names requires another {@link BenchResult#SCHEMA}. */
    private static final String NAMES = """
            connections connections.lost connections.reconnected connections.requested connections.slow connections.subscribed
            deliveries deliveries.bytesPerSecond deliveries.duplicates deliveries.expected deliveries.lost deliveries.outOfOrder
            deliveries.perSecond deliveries.received deliveries.unexpected deliveries.unresolved errors errors.e failure interrupted
            publications publications.accepted publications.perSecond publications.sent saturation saturation.backlog
            saturation.cores saturation.machine saturation.reasons saturation.reliable schema seconds series series.deliveries
            series.millis series.publications setups setups.channels setups.connections setups.load setups.payloadBytes
            setups.protocol setups.publishers setups.publishing setups.url startedMillis
            """;

    private static final String LATENCY = "count histogram max p50 p90 p99 p999";

    @Test
    void json_hasTheNamesOfItsSchema() {
        var expected = new TreeSet<>(List.of(NAMES.strip().split("\\s+", -1)));
        for (var latency : List.of("latency", "sendDelay", "connectTime", "series.latency", "saturation.loopLag")) {
            expected.add(latency);
            for (var name : LATENCY.split(" ", -1)) {
                expected.add(latency + "." + name);
            }
        }
        var names = new TreeSet<String>();
        collect("", JsonMapper.shared().readTree(BenchReport.json(result("", 5))), names);

        assertThat(BenchResult.SCHEMA).isEqualTo(1);
        assertThat(names).isEqualTo(expected);
    }

    private static void collect(String prefix, JsonNode node, Set<String> names) {
        node.forEachEntry((name, value) -> {
            names.add(prefix + name);
            collect(prefix + name + ".", value, names);
        });
        if (node.isArray()) {
            node.forEach(item -> collect(prefix, item, names));
        }
    }

    @Test
    void histogram_survivesItsEncoding() {
        var latency = result("", 7_000_000).latency();

        assertThat(latency.values().getTotalCount()).isEqualTo(2);
        assertThat(latency.plus(latency).count()).isEqualTo(4);
        assertThat(latency.p50()).isBetween(6.99, 7.01);
    }

    @Test
    void page_escapesTextsOfTheServer() {
        var page = BenchPage.html(result("<script>alert(1)</script>", 5));

        assertThat(page).contains("&lt;script&gt;alert").doesNotContain("<script");
    }

    @Test
    void liveView_replacesItsBlockOnATerminalOnly() {
        var progress = new LiveView.Progress(
                "measuring", 0.5, 9, 10, 1, 9, result("", 5).latency(), Map.of("connection lost", 1L));
        var plain = new StringWriter();
        var screen = new StringWriter();

        var view = new LiveView(new PrintWriter(plain), false);
        view.show(progress);
        view.clear();
        var replacing = new LiveView(new PrintWriter(screen), true);
        replacing.show(progress);
        replacing.show(progress);

        assertThat(plain.toString()).contains("50 %", "connections 9/10").doesNotContain("\u001b");
        assertThat(screen.toString()).contains("###", "9 of 10", "1 x connection lost", "\u001b[5A\u001b[J");
    }

    private static BenchResult result(String failure, long nanos) {
        var values = RunStats.histogram();
        values.recordValueWithCount(nanos, 2);
        var latency = Latency.of(values);
        return new BenchResult(
                BenchResult.SCHEMA,
                1_000,
                1,
                false,
                failure,
                List.of(new BenchResult.Setup("json", "ws://a", "clients", 1, 1, 1, "1/s", 128)),
                new BenchResult.Connections(1, 1, 0, 0, 0),
                new BenchResult.Publications(2, 2, 2),
                new BenchResult.Deliveries(2, 2, 0, 0, 0, 0, 0, 2, 256),
                Map.of("e", 1L),
                latency,
                latency,
                latency,
                List.of(new BenchResult.Sample(2_000, 2, 2, latency)),
                Saturation.of(new Saturation.Cpu(0.1, 1, 0.2), values, values, 0));
    }
}
