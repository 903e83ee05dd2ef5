package dev.fanfare.abuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The effects of an attack on a server and a well-behaved client. Immutable.
 *
 * @param exitCode present if the server has ended
 * @param outOfMemory whether the server has logged an error about the heap or direct memory
 * @param before live heap before the attack
 * @param after live heap while the attacker's connections are still open
 * @param peakResident largest resident memory of the server
 * @param cpu processor time of the server during the attack, as a share of one processor
 * @param undisturbed p99 of the client before the attack
 * @param attacked p99 of the client during the attack
 * @param disconnected whether the client has lost its connection
 */
record Measurement(
        OptionalInt exitCode,
        boolean outOfMemory,
        long before,
        long after,
        long peakResident,
        double cpu,
        Duration undisturbed,
        Duration attacked,
        boolean disconnected) {
    private static final long MAX_GROWTH = 64L << 20;
    private static final long MAX_RESIDENT = 450L << 20;
    private static final int MAX_SLOWDOWN = 10;
    private static final Duration LEAST_LIMIT = Duration.ofMillis(100);

    /** The problems other than delays, for which one run is sufficient. */
    List<String> problems() {
        var problems = new ArrayList<String>();
        exitCode.ifPresent(code -> problems.add("the server has ended with exit code " + code));
        if (outOfMemory) {
            problems.add("the server has run out of memory; see its log");
        }
        if (after - before > MAX_GROWTH) {
            problems.add("the live heap must not grow by more than " + mega(MAX_GROWTH));
        }
        if (peakResident > MAX_RESIDENT) {
            problems.add("the resident memory must not exceed " + mega(MAX_RESIDENT));
        }
        if (disconnected && exitCode.isEmpty()) {
            problems.add("the well-behaved client was disconnected");
        }
        return problems;
    }

    /** The largest p99 that is allowed during the attack. */
    private Duration limit() {
        var relative = undisturbed.multipliedBy(MAX_SLOWDOWN);
        return relative.compareTo(LEAST_LIMIT) > 0 ? relative : LEAST_LIMIT;
    }

    boolean isSlow() {
        return attacked.compareTo(limit()) > 0;
    }

    private static String mega(long bytes) {
        return "%.1f MB".formatted(bytes / (double) (1 << 20));
    }

    private static String millis(Duration duration) {
        return "%.1f ms".formatted(duration.toNanos() / 1e6);
    }

    @Override
    public String toString() {
        return "exit %s, heap %s -> %s, peak RSS %s, CPU %.0f %%, p99 %s -> %s (limit %s)%s"
                .formatted(
                        exitCode.isPresent() ? exitCode.getAsInt() : "none",
                        mega(before),
                        exitCode.isPresent() ? "none" : mega(after),
                        mega(peakResident),
                        cpu * 100,
                        millis(undisturbed),
                        millis(attacked),
                        millis(limit()),
                        disconnected ? ", disconnected" : "");
    }
}
