package dev.fanfare.server.api;

import dev.fanfare.metrics.Timings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Durations and outcomes of the calls of one method. Thread-safe. */
final class ApiTimings {
    private static final String NAME = "fanfare.api";
    private static final String DESCRIPTION = "Time from an API request to its response.";

    private final Timer done;
    private final Timer failed;
    private final Counter refused;

    ApiTimings(MeterRegistry meters, String method) {
        this.done = timer(meters, method, "done");
        this.failed = timer(meters, method, "failed");
        this.refused = Counter.builder("fanfare.api.refused")
                .description("API requests without the key or with an invalid body.")
                .tag("method", method)
                .register(meters);
    }

    /**
     * Records an answered call.
     *
     * @param begin {@link System#nanoTime} when the call arrived
     */
    void answered(long begin, boolean isResult) {
        (isResult ? done : failed).record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }

    /** Records a request without the key or with an invalid body. */
    void refused() {
        refused.increment();
    }

    private static Timer timer(MeterRegistry meters, String method, String outcome) {
        return Timings.builder(NAME, DESCRIPTION)
                .tags("method", method, "outcome", outcome)
                .register(meters);
    }
}
