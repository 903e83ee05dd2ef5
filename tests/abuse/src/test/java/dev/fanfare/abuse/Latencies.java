package dev.fanfare.abuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The durations of round trips. Thread-safe. */
final class Latencies {
    private static final double SHARE = 0.99;

    private final List<Long> nanos = new ArrayList<>();

    synchronized void add(long duration) {
        nanos.add(duration);
    }

    /** The 99th percentile; zero if there are no round trips. */
    synchronized Duration p99() {
        if (nanos.isEmpty()) {
            return Duration.ZERO;
        }
        var sorted = nanos.stream().sorted().toList();
        return Duration.ofNanos(sorted.get((int) Math.ceil(SHARE * sorted.size()) - 1));
    }
}
