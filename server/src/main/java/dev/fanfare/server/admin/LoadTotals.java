package dev.fanfare.server.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a node since its start, read at one time. Immutable.
 *
 * @param disconnects connections that this server closed, by close code
 */
record LoadTotals(
        double connections,
        double subscriptions,
        double publications,
        double deliveries,
        double bytes,
        double drops,
        double opened,
        Map<String, Long> disconnects,
        DelayCounts loopLag,
        DelayCounts fanOut) {
    /** The tag of counters by close code. */
    private static final String CODE = "code";

    /** Reads the counters of {@link dev.fanfare.metrics.MicrometerMetrics}; a counter that does not exist is zero. */
    static LoadTotals read(MeterRegistry registry) {
        return new LoadTotals(
                gauge(registry, "fanfare.sessions"),
                gauge(registry, "fanfare.subscriptions"),
                DelayCounts.of(registry.find("fanfare.publish")
                                .tag("outcome", "accepted")
                                .timer())
                        .count(),
                sum(registry, "fanfare.deliveries"),
                sum(registry, "fanfare.delivered.bytes"),
                sum(registry, "fanfare.drops"),
                sum(registry, "fanfare.sessions.opened"),
                byCode(registry),
                DelayCounts.of(registry.find("fanfare.loop.lag").timer()),
                DelayCounts.of(registry.find("fanfare.fanout").timer()));
    }

    double disconnected() {
        return disconnects.values().stream().mapToLong(Long::longValue).sum();
    }

    private static double gauge(MeterRegistry registry, String name) {
        return registry.find(name).gauges().stream().mapToDouble(Gauge::value).sum();
    }

    private static double sum(MeterRegistry registry, String name) {
        return registry.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static Map<String, Long> byCode(MeterRegistry registry) {
        var codes = new TreeMap<String, Long>();
        for (var counter : registry.find("fanfare.disconnects").counters()) {
            codes.put(String.valueOf(counter.getId().getTag(CODE)), (long) counter.count());
        }
        return codes;
    }

    /**
     * The histogram of a timer. Immutable.
     *
     * @param counts number of values up to each limit, in ascending order
     */
    record DelayCounts(double count, List<CountAtBucket> counts) {
        private static final DelayCounts NONE = new DelayCounts(0, List.of());
        private static final double NANOS_PER_MICRO = 1_000;

        static DelayCounts of(@Nullable Timer timer) {
            if (timer == null) {
                return NONE;
            }
            var snapshot = timer.takeSnapshot();
            return new DelayCounts(snapshot.count(), List.of(snapshot.histogramCounts()));
        }

        /** Returns the limit in microseconds below which this share of the values since an earlier snapshot is; 0 without values. */
        double microsOf(double share, DelayCounts before) {
            double added = count - before.count;
            if (added <= 0) {
                return 0;
            }
            for (int i = 0; i < counts.size(); i++) {
                double earlier = i < before.counts.size() ? before.counts.get(i).count() : 0;
                if (counts.get(i).count() - earlier >= share * added) {
                    return counts.get(i).bucket() / NANOS_PER_MICRO;
                }
            }
            return counts.isEmpty() ? 0 : counts.getLast().bucket() / NANOS_PER_MICRO;
        }
    }
}
