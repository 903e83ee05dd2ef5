package dev.fanfare.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.simulation.fabric.Counts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Thousands of whole clusters in virtual time. To run a failing seed again, use
 * {@code mvn -Pfast -q -pl tests/simulation -am test -Dtest=SimulatorTest -Dsimulation.seed=SEED -Dsurefire.failIfNoSpecifiedTests=false},
 * and {@link Replay} logs its events.
 */
@ResourceLock("log of core")
class SimulatorTest {
    private static final Long SEED = Long.getLong("simulation.seed");
    private static final int SEEDS = 250;
    private static final int FULL_SEEDS = 50_000;
    private static final Path REPORT = Path.of("target", "simulation-report.txt");

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void seeds_violateNothing() {
        run(0, SEEDS);
    }

    @Test
    @Tag("full")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void manySeeds_violateNothing() {
        run(SEEDS, SEEDS + FULL_SEEDS);
    }

    @Test
    void sameSeed_isTheSameRun() {
        var first = new Simulation(7).run();
        var second = new Simulation(7).run();

        assertThat(second.traceHash()).isEqualTo(first.traceHash());
        assertThat(second.counts()).hasToString(first.counts().toString());
        assertThat(new Simulation(8).run().traceHash()).isNotEqualTo(first.traceHash());
    }

    private static void run(int begin, int end) {
        long from = SEED == null ? begin : SEED;
        long to = SEED == null ? end : SEED + 1;
        long start = System.nanoTime();
        try (var logged = new LoggedErrors()) {
            var totals = Seeds.run(from, to);
            report(from, to, Duration.ofNanos(System.nanoTime() - start), totals);
            assertThat(logged.errors()).isEmpty();
            assertThat(SEED != null || totals.of("recovered across terms") > 0).isTrue();
            assertThat(SEED != null || totals.of("forks") > 0).isTrue();
        }
    }

    private static void report(long from, long to, Duration taken, Counts totals) {
        var text = "Seeds %d to %d in %.1f s, %.2f ms each. %s.%n"
                .formatted(from, to - 1, taken.toMillis() / 1e3, taken.toNanos() / 1e6 / (to - from), totals);
        try {
            Files.createDirectories(Path.of("target"));
            Files.writeString(REPORT, text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
