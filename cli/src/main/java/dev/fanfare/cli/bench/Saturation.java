package dev.fanfare.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Whether the load test itself was the bottleneck. Immutable.
 *
 * @param reliable whether the figures describe the server; false if there is a reason
 * @param reasons why the figures are unreliable
 * @param cores processors that this process used on average
 * @param machine use of all processors of the machine, from 0 to 1; negative if unknown
 * @param loopLag delay of timers of the event loops
 * @param backlog publications that were due, but not sent before the end
 */
public record Saturation(
        boolean reliable, List<String> reasons, double cores, double machine, Latency loopLag, long backlog) {
    private static final double MAX_SHARE = 0.85;
    private static final double MAX_MACHINE = 0.97;
    private static final long MAX_LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MAX_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int P99 = 99;
    private static final double MILLION = 1e6;

    /**
     * What was measured.
     *
     * @param cores processors that this process used on average
     * @param available processors that it may use: the event loops, or fewer
     * @param machine use of all processors, from 0 to 1; negative if unknown
     */
    record Cpu(double cores, int available, double machine) {}

    static Saturation of(Cpu cpu, Histogram loopLag, Histogram sendDelay, long backlog) {
        var reasons = new ArrayList<String>();
        if (cpu.cores > MAX_SHARE * cpu.available) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "this process used %.2f of its %d processors: use more --threads, or several processes",
                    cpu.cores,
                    cpu.available));
        }
        if (cpu.machine > MAX_MACHINE) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the processors of this machine were used by %.0f %%: the server and the load test wait for each other",
                    cpu.machine * 100));
        }
        if (loopLag.getValueAtPercentile(P99) > MAX_LAG_NANOS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the event loops of the clients were late by %.1f ms (p99)",
                    loopLag.getValueAtPercentile(P99) / MILLION));
        }
        if (sendDelay.getValueAtPercentile(P99) > MAX_DELAY_NANOS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "publications were sent %.1f ms (p99) after their intended time",
                    sendDelay.getValueAtPercentile(P99) / MILLION));
        }
        if (backlog > 0) {
            reasons.add(String.format(
                    Locale.ROOT, "%d publications were due, but could not be sent before the end", backlog));
        }
        return new Saturation(
                reasons.isEmpty(), List.copyOf(reasons), cpu.cores, cpu.machine, Latency.of(loopLag), backlog);
    }
}
