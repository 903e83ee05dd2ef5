package dev.fanfare.core.fake;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The defaults of Awaitility: a time limit of a minute, for machines under load, and short intervals between the first checks.
 * Registered with JUnit by a service file. A limit bounds the time of a test that fails; it never delays one that passes.
 */
public final class PatientAwaits implements BeforeAllCallback {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(PatientAwaits::longer, SHORTEST));
    }

    private static Duration longer(Duration interval) {
        var doubled = interval.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
