package dev.fanfare.server.webhook;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What became of events. Thread-safe. */
final class WebhookCounts {
    private final LongAdder told = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder retries = new LongAdder();

    /** Lets this be read there. */
    void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("fanfare.webhook.events", this, WebhookCounts::told)
                .description("Events that the backend has taken, or will never be told of.")
                .tag("outcome", "told")
                .register(registry);
        FunctionCounter.builder("fanfare.webhook.events", this, WebhookCounts::dropped)
                .description("Events that the backend has taken, or will never be told of.")
                .tag("outcome", "dropped")
                .register(registry);
        FunctionCounter.builder("fanfare.webhook.retries", this, WebhookCounts::retries)
                .description("Calls of the backend that were made again.")
                .register(registry);
    }

    void told(int events) {
        told.add(events);
    }

    void dropped(int events) {
        dropped.add(events);
    }

    void retried() {
        retries.increment();
    }

    /** Events that the backend has taken. */
    long told() {
        return told.sum();
    }

    /** Events that it will not be told of: there were too many, or it did not take them. */
    long dropped() {
        return dropped.sum();
    }

    /** Calls that were made again. */
    long retries() {
        return retries.sum();
    }
}
