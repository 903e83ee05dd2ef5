package dev.fanfare.cli.bench;

import dev.fanfare.cli.bench.BenchResult.Sample;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The measurement second by second. Confined to the thread of the run. */
final class Measurement {
    private static final double BILLION = 1e9;
    private static final double MIN_SECONDS = 0.01;

    private final RunStats stats;
    private final List<Sample> series = new ArrayList<>();
    private final Histogram latency = RunStats.histogram();
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private final long startPublished;
    private final long startDelivered;
    private final long startBytes;
    private long published;
    private long delivered;
    private double seconds;
    private double publicationRate;
    private double deliveryRate;
    private double byteRate;

    Measurement(RunStats stats) {
        this.stats = stats;
        stats.sendDelay.reset();
        startPublished = stats.published.sum();
        startDelivered = stats.deliveries.sum();
        startBytes = stats.bytes.sum();
        published = startPublished;
        delivered = startDelivered;
    }

    /** Ends a second of the measurement. */
    Sample sample() {
        long publishedNow = stats.published.sum();
        long deliveredNow = stats.deliveries.sum();
        var interval = stats.latency.getIntervalHistogram();
        latency.add(interval);
        var sample = new Sample(
                System.currentTimeMillis(), publishedNow - published, deliveredNow - delivered, Latency.of(interval));
        series.add(sample);
        published = publishedNow;
        delivered = deliveredNow;
        return sample;
    }

    /** Ends the measurement. */
    void end() {
        seconds = (System.nanoTime() - startNanos) / BILLION;
        publicationRate = rate(stats.published.sum() - startPublished);
        deliveryRate = rate(stats.deliveries.sum() - startDelivered);
        byteRate = rate(stats.bytes.sum() - startBytes);
    }

    private double rate(long count) {
        return seconds < MIN_SECONDS ? 0 : count / seconds;
    }

    /** All latencies, including those of publications that were delivered after the end. */
    Histogram latency() {
        latency.add(stats.latency.getIntervalHistogram());
        return latency;
    }

    List<Sample> series() {
        return List.copyOf(series);
    }

    long startMillis() {
        return startMillis;
    }

    double seconds() {
        return seconds;
    }

    double publicationRate() {
        return publicationRate;
    }

    double deliveryRate() {
        return deliveryRate;
    }

    double byteRate() {
        return byteRate;
    }
}
