package dev.fanfare.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The text and JSON forms of a result. Stateless. */
public final class BenchReport {
    private static final double MEBI = 1 << 20;
    private static final int PERCENT = 100;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private BenchReport() {}

    /** Returns the JSON form. */
    public static String json(BenchResult result) {
        return MAPPER.writeValueAsString(result) + "\n";
    }

    /**
     * Reads the JSON form.
     *
     * @throws IllegalArgumentException if the file cannot be read or is no result of this version
     */
    public static BenchResult read(Path file) {
        try {
            var tree = MAPPER.readTree(Files.readString(file));
            int schema = tree.path("schema").asInt(0);
            if (schema != BenchResult.SCHEMA) {
                throw new IllegalArgumentException(
                        file + ": expected schema " + BenchResult.SCHEMA + " of `fanfare bench --json`, got " + schema);
            }
            return MAPPER.treeToValue(tree, BenchResult.class);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("cannot read " + file + ": " + unreadable, unreadable);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException(
                    file + " is no result of `fanfare bench --json`: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** Returns the summary. */
    public static String text(BenchResult result) {
        var lines = new ArrayList<String>();
        for (var setup : result.setups()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s at %s: %,d connections, %,d channels; %,d publishers (%s), %s, %,d bytes",
                    setup.protocol(),
                    setup.url(),
                    setup.connections(),
                    setup.channels(),
                    setup.publishers(),
                    setup.publishing(),
                    setup.load(),
                    setup.payloadBytes()));
        }
        lines.add("");
        counts(lines, result);
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-22s %9s %9s %9s %9s %9s", "milliseconds", "p50", "p90", "p99", "p99.9", "max"));
        lines.add(latency("delivery (from intent)", result.latency()));
        lines.add(latency("send delay", result.sendDelay()));
        lines.add(latency("connect and subscribe", result.connectTime()));
        notes(lines, result);
        return String.join("\n", lines);
    }

    private static void counts(List<String> lines, BenchResult result) {
        var connections = result.connections();
        var deliveries = result.deliveries();
        lines.add(String.format(
                Locale.ROOT,
                "measured       %.1f s%s",
                result.seconds(),
                result.interrupted() ? " (interrupted)" : ""));
        lines.add(String.format(
                Locale.ROOT,
                "connections    %,d of %,d subscribed, %,d lost, %,d reconnected, %,d slow",
                connections.subscribed(),
                connections.requested(),
                connections.lost(),
                connections.reconnected(),
                connections.slow()));
        lines.add(String.format(
                Locale.ROOT,
                "publications   %,.1f/s; %,d sent, %,d accepted",
                result.publications().perSecond(),
                result.publications().sent(),
                result.publications().accepted()));
        lines.add(String.format(
                Locale.ROOT,
                "deliveries     %,.1f/s, %.2f MiB/s; %,d expected, %,d received",
                deliveries.perSecond(),
                deliveries.bytesPerSecond() / MEBI,
                deliveries.expected(),
                deliveries.received()));
        lines.add(String.format(
                Locale.ROOT,
                "               %,d lost, %,d duplicates, %,d out of order, %,d unexpected, %,d unresolved",
                deliveries.lost(),
                deliveries.duplicates(),
                deliveries.outOfOrder(),
                deliveries.unexpected(),
                deliveries.unresolved()));
    }

    private static String latency(String name, Latency latency) {
        return String.format(
                Locale.ROOT,
                "%-22s %9.2f %9.2f %9.2f %9.2f %9.2f",
                name,
                latency.p50(),
                latency.p90(),
                latency.p99(),
                latency.p999(),
                latency.max());
    }

    private static void notes(List<String> lines, BenchResult result) {
        result.errors().forEach((kind, count) -> lines.add(String.format(Locale.ROOT, "error: %,d x %s", count, kind)));
        var saturation = result.saturation();
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "load test: %.2f processors used; machine %s; timers late by %.2f ms (p99)",
                saturation.cores(),
                saturation.machine() < 0
                        ? "unknown"
                        : String.format(Locale.ROOT, "%.0f %%", saturation.machine() * PERCENT),
                saturation.loopLag().p99()));
        if (!saturation.reliable()) {
            lines.add("UNRELIABLE: the load test was a bottleneck, so these figures do not describe the server alone:");
            saturation.reasons().forEach(reason -> lines.add("  - " + reason));
        }
        if (!result.failure().isEmpty()) {
            lines.add("FAILED: " + result.failure());
        }
    }
}
