package dev.fanfare.cli.bench;

import dev.fanfare.cli.bench.BenchResult.Connections;
import dev.fanfare.cli.bench.BenchResult.Deliveries;
import dev.fanfare.cli.bench.BenchResult.Publications;
import dev.fanfare.cli.bench.BenchResult.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Merges the results of processes that ran at the same time: counts and rates are added, and histograms are merged. Stateless. */
public final class BenchMerge {
    private static final double MIN_OVERLAP = 0.9;
    private static final double MILLIS = 1000;
    private static final int PERCENT = 100;

    private BenchMerge() {}

    /** Returns the result of all. Rates are those of the server only if the runs overlap, which is checked. */
    public static BenchResult merge(List<BenchResult> results) {
        var merged = results.stream().reduce(BenchMerge::merge).orElseThrow();
        double overlap = overlap(results);
        return overlap >= MIN_OVERLAP ? merged : unreliable(merged, overlap);
    }

    private static BenchResult merge(BenchResult one, BenchResult other) {
        return new BenchResult(
                BenchResult.SCHEMA,
                Math.min(one.startedMillis(), other.startedMillis()),
                Math.max(one.seconds(), other.seconds()),
                one.interrupted() || other.interrupted(),
                join(one.failure(), other.failure()),
                concat(one.setups(), other.setups()),
                merge(one.connections(), other.connections()),
                merge(one.publications(), other.publications()),
                merge(one.deliveries(), other.deliveries()),
                merge(one.errors(), other.errors()),
                one.latency().plus(other.latency()),
                one.sendDelay().plus(other.sendDelay()),
                one.connectTime().plus(other.connectTime()),
                mergeSeries(one.series(), other.series()),
                merge(one.saturation(), other.saturation()));
    }

    private static String join(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }

    private static <T> List<T> concat(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static Connections merge(Connections one, Connections other) {
        return new Connections(
                one.requested() + other.requested(),
                one.subscribed() + other.subscribed(),
                one.lost() + other.lost(),
                one.reconnected() + other.reconnected(),
                one.slow() + other.slow());
    }

    private static Publications merge(Publications one, Publications other) {
        return new Publications(
                one.sent() + other.sent(), one.accepted() + other.accepted(), one.perSecond() + other.perSecond());
    }

    private static Deliveries merge(Deliveries one, Deliveries other) {
        return new Deliveries(
                one.expected() + other.expected(),
                one.received() + other.received(),
                one.lost() + other.lost(),
                one.unresolved() + other.unresolved(),
                one.duplicates() + other.duplicates(),
                one.outOfOrder() + other.outOfOrder(),
                one.unexpected() + other.unexpected(),
                one.perSecond() + other.perSecond(),
                one.bytesPerSecond() + other.bytesPerSecond());
    }

    private static Map<String, Long> merge(Map<String, Long> one, Map<String, Long> other) {
        var sum = new TreeMap<>(one);
        other.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
        return sum;
    }

    /** Adds the samples of the same second of the clock. */
    private static List<Sample> mergeSeries(List<Sample> one, List<Sample> other) {
        var seconds = Stream.concat(one.stream(), other.stream())
                .collect(Collectors.toMap(
                        sample -> Math.round(sample.millis() / MILLIS),
                        sample -> sample,
                        (left, right) -> new Sample(
                                left.millis(),
                                left.publications() + right.publications(),
                                left.deliveries() + right.deliveries(),
                                left.latency().plus(right.latency())),
                        TreeMap::new));
        return List.copyOf(seconds.values());
    }

    private static Saturation merge(Saturation one, Saturation other) {
        return new Saturation(
                one.reliable() && other.reliable(),
                concat(one.reasons(), other.reasons()),
                one.cores() + other.cores(),
                Math.max(one.machine(), other.machine()),
                one.loopLag().plus(other.loopLag()),
                one.backlog() + other.backlog());
    }

    /** The share of the shortest measurement during which all were active. */
    private static double overlap(List<BenchResult> results) {
        double start =
                results.stream().mapToDouble(BenchResult::startedMillis).max().orElseThrow();
        double end = results.stream()
                .mapToDouble(result -> result.startedMillis() + result.seconds() * MILLIS)
                .min()
                .orElseThrow();
        double shortest =
                results.stream().mapToDouble(BenchResult::seconds).min().orElseThrow() * MILLIS;
        return Math.clamp((end - start) / Math.max(1, shortest), 0, 1);
    }

    private static BenchResult unreliable(BenchResult result, double overlap) {
        var reasons = new ArrayList<>(result.saturation().reasons());
        reasons.add(String.format(
                Locale.ROOT,
                "the measurements overlap by %.0f %% only, so the server never had the sum of their rates",
                overlap * PERCENT));
        var old = result.saturation();
        var saturation =
                new Saturation(false, List.copyOf(reasons), old.cores(), old.machine(), old.loopLag(), old.backlog());
        return new BenchResult(
                result.schema(),
                result.startedMillis(),
                result.seconds(),
                result.interrupted(),
                result.failure(),
                result.setups(),
                result.connections(),
                result.publications(),
                result.deliveries(),
                result.errors(),
                result.latency(),
                result.sendDelay(),
                result.connectTime(),
                result.series(),
                saturation);
    }
}
