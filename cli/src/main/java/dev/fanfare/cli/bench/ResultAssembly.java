package dev.fanfare.cli.bench;

import dev.fanfare.cli.bench.BenchResult.Deliveries;
import dev.fanfare.cli.bench.BenchResult.Publications;
import dev.fanfare.cli.bench.BenchResult.Setup;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Assembles the result of a run that has ended. All event loops must have terminated. */
final class ResultAssembly {
    private static final MathContext DIGITS = new MathContext(6);

    private final BenchPlan plan;
    private final RunContext context;
    private final ClientFleet clients;

    ResultAssembly(BenchPlan plan, RunContext context, ClientFleet clients) {
        this.plan = plan;
        this.context = context;
        this.clients = clients;
    }

    BenchResult assemble(BenchRun run, List<Publisher> publishers, SaturationProbe probe) {
        var stats = context.stats;
        var measured = run.measurement() == null ? new Measurement(stats) : run.measurement();
        var sendDelay = stats.sendDelay.getIntervalHistogram();
        long backlog = publishers.stream().mapToLong(Publisher::backlog).sum();
        return new BenchResult(
                BenchResult.SCHEMA,
                measured.startMillis(),
                measured.seconds(),
                run.isInterrupted(),
                run.failure(),
                List.of(setup()),
                run.connections(),
                new Publications(stats.published.sum(), accepted(), measured.publicationRate()),
                deliveries(measured, run.failure().isEmpty()),
                stats.errors(),
                Latency.of(measured.latency()),
                Latency.of(sendDelay),
                Latency.of(stats.connectTime.getIntervalHistogram()),
                measured.series(),
                probe.result(sendDelay, backlog));
    }

    private long accepted() {
        return context.streams.stream()
                .mapToLong(stream -> stream.accepted(0, stream.sent()))
                .sum();
    }

    private Setup setup() {
        var load = plan.load();
        var publishing = plan.publishing();
        var via = publishing
                .api()
                .map(api -> "HTTP API " + api.url())
                .orElseGet(() -> publishing
                        .socket()
                        .map(socket -> "clients at " + socket.url())
                        .orElse("clients"));
        var pace = load.rate().isPresent()
                ? new BigDecimal(load.rate().getAsDouble())
                                .round(DIGITS)
                                .stripTrailingZeros()
                                .toPlainString() + "/s"
                : "window " + load.window().orElseThrow();
        return new Setup(
                plan.protocol().name().toLowerCase(Locale.ROOT),
                plan.target().url(),
                via,
                load.connections(),
                load.channels(),
                publishing.publishers(),
                pace,
                load.payloadBytes());
    }

    /** If the server has died, the publications after the last received ones are unresolved instead of lost. */
    private Deliveries deliveries(Measurement measured, boolean completed) {
        long expected = 0;
        long lost = 0;
        long unresolved = 0;
        for (var client : clients.subscribers()) {
            for (var tracker : client.current()) {
                expected += tracker.expected(completed);
                lost += tracker.lostInGaps() + (completed ? tracker.outstanding() : 0);
                unresolved += completed ? 0 : tracker.outstanding();
            }
            for (var tracker : client.ended()) {
                expected += tracker.expected(false);
                lost += tracker.lostInGaps();
                unresolved += tracker.outstandingAtEnd();
            }
        }
        var stats = context.stats;
        return new Deliveries(
                expected,
                stats.deliveries.sum(),
                lost,
                unresolved,
                stats.duplicates.sum(),
                stats.outOfOrder.sum(),
                stats.unexpected.sum(),
                measured.deliveryRate(),
                measured.byteRate());
    }
}
