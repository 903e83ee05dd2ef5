package dev.fanfare.server.webhook;

import java.time.Duration;

/**
 * Retry and shutdown timings that are not configurable. Immutable.
 *
 * @param firstPause the upper bound of the pause before the first retry; each further pause is twice as long
 * @param maxPause the upper bound of every pause that the backend did not request
 * @param maxRetryAfter the upper bound of a pause that the backend requests
 * @param closing the time to deliver the queued events when the server stops
 */
record WebhookTimes(Duration firstPause, Duration maxPause, Duration maxRetryAfter, Duration closing) {
    private static final int MAX_DOUBLINGS = 30;

    static final WebhookTimes DEFAULTS = new WebhookTimes(
            Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofSeconds(5));

    /**
     * The pause before a retry: between half of the exponential pause and all of it, so that many nodes do not retry at the
     * same time. A longer pause that the backend requests takes precedence.
     *
     * @param retry 0 for the first retry
     * @param random from 0 to 1
     * @param retryAfter the pause that the backend requests; zero for none
     */
    Duration pause(int retry, double random, Duration retryAfter) {
        long doubled = firstPause.toMillis() << Math.min(retry, MAX_DOUBLINGS);
        long whole = Math.min(doubled, maxPause.toMillis());
        long own = Math.round((double) whole * (1 + random) / 2);
        long asked = Math.min(retryAfter.toMillis(), maxRetryAfter.toMillis());
        return Duration.ofMillis(Math.max(own, asked));
    }
}
