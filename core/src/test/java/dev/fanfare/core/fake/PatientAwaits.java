package dev.fanfare.core.fake;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Raises the default time limit of Awaitility to a minute, for machines under load. Registered with JUnit by a service file. A limit
 * bounds the time of a test that fails; it never delays one that passes.
 */
public final class PatientAwaits implements BeforeAllCallback {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
