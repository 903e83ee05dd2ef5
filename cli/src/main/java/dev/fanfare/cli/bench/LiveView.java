package dev.fanfare.cli.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows the progress: replaces its block of lines on a terminal, otherwise prints one line per second. Confined to one thread. */
public final class LiveView {
    private static final int BAR = 30;

    /**
     * The state of a run.
     *
     * @param phase the current phase
     * @param progress share of the phase that is over, from 0 to 1
     * @param subscribed subscribers
     * @param requested number of requested subscribers
     * @param publications publications in the last second
     * @param deliveries deliveries in the last second
     * @param latency latencies of the last second
     * @param errors number of errors by kind
     */
    record Progress(
            String phase,
            double progress,
            int subscribed,
            int requested,
            long publications,
            long deliveries,
            Latency latency,
            Map<String, Long> errors) {}

    private final PrintWriter out;
    private final boolean terminal;
    private int shown;

    /** Creates a view; {@code terminal} tells whether the output may be replaced. */
    public LiveView(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(Progress progress) {
        if (terminal) {
            clear();
            var lines = block(progress);
            lines.forEach(out::println);
            shown = lines.size();
        } else {
            out.println(line(progress));
        }
        out.flush();
    }

    /** Removes the block, so that the summary replaces it. */
    void clear() {
        if (shown > 0) {
            out.print("\u001b[" + shown + "A\u001b[J");
            shown = 0;
            out.flush();
        }
    }

    private static String line(Progress progress) {
        var latency = progress.latency;
        long errors =
                progress.errors.values().stream().mapToLong(count -> count).sum();
        return String.format(
                Locale.ROOT,
                "%-10s %3.0f %%  connections %d/%d  publications/s %d  deliveries/s %d  p50 %.2f  p99 %.2f  p99.9 %.2f ms  errors %d",
                progress.phase,
                progress.progress * 100,
                progress.subscribed,
                progress.requested,
                progress.publications,
                progress.deliveries,
                latency.p50(),
                latency.p99(),
                latency.p999(),
                errors);
    }

    private static List<String> block(Progress progress) {
        var latency = progress.latency;
        int done = (int) Math.round(BAR * Math.clamp(progress.progress, 0, 1));
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%-10s [%s%s] %3.0f %%",
                progress.phase,
                "#".repeat(done),
                ".".repeat(BAR - done),
                progress.progress * 100));
        lines.add(String.format(Locale.ROOT, "connections   %,d of %,d", progress.subscribed, progress.requested));
        lines.add(String.format(
                Locale.ROOT,
                "throughput    %,d publications/s  %,d deliveries/s",
                progress.publications,
                progress.deliveries));
        lines.add(String.format(
                Locale.ROOT,
                "latency       p50 %.2f  p99 %.2f  p99.9 %.2f ms",
                latency.p50(),
                latency.p99(),
                latency.p999()));
        progress.errors.forEach(
                (kind, count) -> lines.add(String.format(Locale.ROOT, "error         %,d x %s", count, kind)));
        return lines;
    }
}
