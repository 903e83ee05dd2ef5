package dev.fanfare.cli.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What the clients of a run count. Thread-safe. */
final class RunStats {
    private static final long MAX_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;
    private static final int MAX_KINDS = 100;

    final LongAdder deliveries = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder outOfOrder = new LongAdder();
    /** Publications of a channel to which the receiving client is not subscribed. */
    final LongAdder unexpected = new LongAdder();
    /** Publications of other runs. */
    final LongAdder foreign = new LongAdder();

    final LongAdder published = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final Recorder latency = new Recorder(MAX_NANOS, DIGITS);
    final Recorder sendDelay = new Recorder(MAX_NANOS, DIGITS);
    final Recorder connectTime = new Recorder(MAX_NANOS, DIGITS);
    final Recorder loopLag = new Recorder(MAX_NANOS, DIGITS);
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

    static Histogram histogram() {
        return new Histogram(MAX_NANOS, DIGITS);
    }

    static void record(Recorder recorder, long nanos) {
        recorder.recordValue(Math.clamp(nanos, 0, MAX_NANOS));
    }

    /** Counts an error. The number of different errors is limited. */
    void error(String kind) {
        boolean known = errors.containsKey(kind) || errors.size() < MAX_KINDS;
        errors.computeIfAbsent(known ? kind : "other errors", name -> new LongAdder())
                .increment();
    }

    Map<String, Long> errors() {
        var copy = new TreeMap<String, Long>();
        errors.forEach((kind, count) -> copy.put(kind, count.sum()));
        return copy;
    }
}
