package dev.fanfare.server.api;

import dev.fanfare.server.metrics.Timings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** How long the calls of one method take, how they end, and how many were refused. Thread-safe. */
final class ApiTimings {
    private static final String NAME = "fanfare.api";
    private static final String DESCRIPTION = "From the call of a method of the API to its answer.";

    private final Timer done;
    private final Timer failed;
    private final Counter refused;

    ApiTimings(MeterRegistry meters, String method) {
        this.done = timer(meters, method, "done");
        this.failed = timer(meters, method, "failed");
        this.refused = Counter.builder("fanfare.api.refused")
                .description("Requests of the API without its key, or that could not be read.")
                .tag("method", method)
                .register(meters);
    }

    /**
     * A call is answered.
     *
     * @param begin when it came, as {@link System#nanoTime} says
     */
    void answered(long begin, boolean isResult) {
        (isResult ? done : failed).record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }

    /** A request was not let in, or could not be read. */
    void refused() {
        refused.increment();
    }

    private static Timer timer(MeterRegistry meters, String method, String outcome) {
        return Timings.builder(NAME, DESCRIPTION)
                .tags("method", method, "outcome", outcome)
                .register(meters);
    }
}
