package dev.fanfare.server.webhook;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** Counts events by outcome, and retries. Thread-safe. */
final class WebhookCounts {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder retries = new LongAdder();

    /** Publishes the counts as metrics. */
    void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("fanfare.webhook.events", delivered, LongAdder::sum)
                .description("Events that the backend acknowledged (delivered) or that were dropped (dropped).")
                .tag("outcome", "delivered")
                .register(registry);
        FunctionCounter.builder("fanfare.webhook.events", dropped, LongAdder::sum)
                .description("Events that the backend acknowledged (delivered) or that were dropped (dropped).")
                .tag("outcome", "dropped")
                .register(registry);
        FunctionCounter.builder("fanfare.webhook.retries", retries, LongAdder::sum)
                .description("Requests that repeated a failed request.")
                .register(registry);
    }

    void addDelivered(int events) {
        delivered.add(events);
    }

    void addDropped(int events) {
        dropped.add(events);
    }

    void addRetry() {
        retries.increment();
    }

    /** Events that the backend acknowledged. */
    long delivered() {
        return delivered.sum();
    }

    /** Events that were dropped: the queue overflowed, or the backend did not acknowledge them. */
    long dropped() {
        return dropped.sum();
    }

    /** Calls that repeated a failed call. */
    long retries() {
        return retries.sum();
    }
}
