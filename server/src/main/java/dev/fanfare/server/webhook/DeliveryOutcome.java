package dev.fanfare.server.webhook;

import java.time.Duration;

/** How a call ended. Immutable. */
sealed interface DeliveryOutcome {
    /** The backend has the events. */
    record Taken() implements DeliveryOutcome {}

    /**
     * It may have them, or could another time.
     *
     * @param why words for the log
     * @param retryAfter how long it wants to be left alone; zero when it does not say
     */
    record Failed(String why, Duration retryAfter) implements DeliveryOutcome {}

    /** It does not want them, now or ever. */
    record Refused(int status) implements DeliveryOutcome {}
}
