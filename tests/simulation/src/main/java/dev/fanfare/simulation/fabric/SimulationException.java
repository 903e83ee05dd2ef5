package dev.fanfare.simulation.fabric;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown when a run violates a property: the seed, the time, the violation, and the last events before it. */
public final class SimulationException extends RuntimeException {
    private final long seed;

    SimulationException(long seed, Duration time, String violated, List<String> trace, @Nullable Throwable cause) {
        super(
                "seed %d at %s: %s%n%s%n%s"
                        .formatted(seed, time, violated, String.join("\n", trace), howToRepeat(seed)),
                cause);
        this.seed = seed;
    }

    /** The seed that repeats the run. */
    public long seed() {
        return seed;
    }

    private static String howToRepeat(long seed) {
        return "To run it again: mvn -Pfast -q -pl tests/simulation -am test -Dtest=SimulatorTest -Dsimulation.seed="
                + seed
                + " -Dsurefire.failIfNoSpecifiedTests=false; every event: dev.fanfare.simulation.Replay "
                + seed;
    }

    /** The violation, without the events. */
    public String summary() {
        return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }
}
