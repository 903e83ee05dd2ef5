package dev.fanfare.server.webhook;

import java.util.concurrent.atomic.LongAdder;

/** What became of events. Thread-safe. */
final class WebhookCounts {
    private final LongAdder told = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder retries = new LongAdder();

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
