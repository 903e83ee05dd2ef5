package dev.fanfare.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** The load of a node in the last hour: each second of five minutes, and ten seconds of an hour. Thread-safe; its memory is constant. */
final class LoadHistory {
    /** The names of the series, in the order of {@link LoadSample#values}. */
    static final List<String> NAMES = List.of(
            "connections",
            "subscriptions",
            "channels",
            "publications",
            "deliveries",
            "bytes",
            "drops",
            "disconnects",
            "loop_lag",
            "fan_out",
            "heap");

    private static final int SECONDS = 300;
    private static final int STEP = 10;
    private static final int STEPS = 360;

    private final ReentrantLock lock = new ReentrantLock();
    private final Ring seconds = new Ring(SECONDS);
    private final Ring steps = new Ring(STEPS);
    private final List<double[]> step = new ArrayList<>();

    /**
     * Series of equal length. Immutable.
     *
     * @param time seconds since 1970
     * @param series the values by name
     */
    record Series(List<Long> time, Map<String, List<Double>> series) {
        /** Empty lists are left out of the JSON of other nodes. */
        Series {
            time = Objects.requireNonNullElse(time, List.of());
            series = Objects.requireNonNullElse(series, Map.of());
        }
    }

    /** Adds the load of one second. */
    void add(LoadSample sample) {
        lock.lock();
        try {
            var values = sample.values();
            seconds.add(sample.time(), values);
            step.add(values);
            if (sample.time() % STEP == 0 || step.size() >= STEP) {
                steps.add(sample.time() - sample.time() % STEP, mean(step));
                step.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns at most the last five minutes in seconds, or a longer time in steps of ten seconds. */
    Series last(int range) {
        lock.lock();
        try {
            return range <= SECONDS ? seconds.last(range) : steps.last(range / STEP);
        } finally {
            lock.unlock();
        }
    }

    /** Delays count with their maximum, all others with their mean. */
    private static double[] mean(List<double[]> samples) {
        var mean = new double[LoadSample.FIELDS];
        for (int field = 0; field < mean.length; field++) {
            int at = field;
            var values = samples.stream().mapToDouble(sample -> sample[at]);
            boolean isDelay =
                    NAMES.get(field).equals("loop_lag") || NAMES.get(field).equals("fan_out");
            mean[field] = (isDelay ? values.max() : values.average()).orElse(0);
        }
        return mean;
    }

    /** The last samples. */
    private static final class Ring {
        private final long[] times;
        private final double[][] values;
        private long added;

        private Ring(int size) {
            times = new long[size];
            values = new double[size][];
        }

        private void add(long time, double[] sample) {
            int at = (int) (added++ % times.length);
            times[at] = time;
            values[at] = sample;
        }

        private Series last(int count) {
            int known = (int) Math.min(Math.min(added, times.length), count);
            var time = new ArrayList<Long>(known);
            var series = new LinkedHashMap<String, List<Double>>();
            NAMES.forEach(name -> series.put(name, new ArrayList<>(known)));
            for (long number = added - known; number < added; number++) {
                int at = (int) (number % times.length);
                time.add(times[at]);
                int field = 0;
                for (var list : series.values()) {
                    list.add(values[at][field++]);
                }
            }
            return new Series(time, series);
        }
    }
}
