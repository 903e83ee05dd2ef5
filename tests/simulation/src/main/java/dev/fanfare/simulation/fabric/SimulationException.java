package dev.fanfare.simulation.fabric;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run in which something was violated: the seed, the moment, what, and the last events before it. */
public final class SimulationException extends RuntimeException {
    private final long seed;

    SimulationException(long seed, Duration time, String violated, List<String> trace, @Nullable Throwable cause) {
        super(
                "seed %d at %s: %s%n%s%n%s"
                        .formatted(seed, time, violated, String.join("\n", trace), howToRepeat(seed)),
                cause);
        this.seed = seed;
    }

    /** With which the run can be repeated. */
    public long seed() {
        return seed;
    }

    private static String howToRepeat(long seed) {
        return "Again, alone: mvn -q -pl core,testkit verify -Dtest=SimulatorTest -Dsimulation.seed=" + seed
                + " -Dsurefire.failIfNoSpecifiedTests=false; every event: dev.fanfare.simulation.Replay "
                + seed;
    }

    /** What was violated, without the events. */
    public String summary() {
        return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }
}
