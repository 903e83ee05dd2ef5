package dev.fanfare.server.webhook;

import java.time.Duration;

/**
 * How long this and that takes, beside what is configured. Immutable.
 *
 * @param firstPause before the first retry, roughly; each one after it is twice as long
 * @param maxPause no pause of our own is longer
 * @param maxRetryAfter no pause that the backend asks for is longer
 * @param closing time to tell what waits when the server ends
 */
record WebhookTimes(Duration firstPause, Duration maxPause, Duration maxRetryAfter, Duration closing) {
    private static final int MAX_DOUBLINGS = 30;

    static final WebhookTimes DEFAULTS = new WebhookTimes(
            Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofSeconds(5));

    /**
     * Time before a retry: between a half of the exponential pause and the whole, so that many nodes do not come together;
     * longer when the backend asks for that.
     *
     * @param retry 0 for the first
     * @param chance from 0 to 1
     * @param retryAfter what the backend asked for; zero for nothing
     */
    Duration pause(int retry, double chance, Duration retryAfter) {
        long doubled = firstPause.toMillis() << Math.min(retry, MAX_DOUBLINGS);
        long whole = Math.min(doubled, maxPause.toMillis());
        long own = Math.round((double) whole * (1 + chance) / 2);
        long asked = Math.min(retryAfter.toMillis(), maxRetryAfter.toMillis());
        return Duration.ofMillis(Math.max(own, asked));
    }
}
