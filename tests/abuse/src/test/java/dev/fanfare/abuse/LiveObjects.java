package dev.fanfare.abuse;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The objects in a heap after a full garbage collection. Immutable.
 *
 * @param bytes the size of all objects
 * @param instances the number of instances of each class of Fanfare and Netty
 */
record LiveObjects(long bytes, Map<String, Long> instances) {
    /** A line of a class histogram: rank, instances, bytes, class and possibly a module. */
    private static final Pattern ENTRY = Pattern.compile("^ *\\d+: +(\\d+) +\\d+ +(\\S+)", Pattern.MULTILINE);

    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);
    private static final Pattern COUNTED = Pattern.compile("(dev\\.fanfare|io\\.netty)\\..*");

    LiveObjects {
        instances = Map.copyOf(instances);
    }

    /** Parses the output of {@code GC.class_histogram}. */
    static LiveObjects of(String histogram) {
        var total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new AssertionError("no total in the class histogram: " + histogram);
        }
        var instances = new TreeMap<String, Long>();
        var entries = ENTRY.matcher(histogram);
        while (entries.find()) {
            if (COUNTED.matcher(entries.group(2)).matches()) {
                instances.merge(entries.group(2), Long.valueOf(entries.group(1)), Long::sum);
            }
        }
        return new LiveObjects(Long.parseLong(total.group(1)), instances);
    }
}
