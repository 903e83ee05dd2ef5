package dev.fanfare.sdk;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** A server of two that drains, with few clients; {@link DrainFullTest} has many. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DrainTest {
    private final Drain drain = new Drain(Duration.ofSeconds(2), Duration.ofMillis(20));

    @Test
    void clientsOfAServerThatDrains_missNothing() {
        drain.losesNothing(50);
    }

    /** Skipped where Node is missing or npm can't install. */
    @Test
    void sdksOfAServerThatDrains_missNothing() {
        try {
            Node.install();
        } catch (UncheckedIOException | AssertionError missing) {
            throw new TestAbortedException("the SDK can't be tested here: " + missing.getMessage(), missing);
        }
        drain.losesNothingOfSdks(20);
    }
}
