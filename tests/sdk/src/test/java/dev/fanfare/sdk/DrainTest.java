package dev.fanfare.sdk;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** Drains one of two servers with few clients; {@link DrainFullTest} has many. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DrainTest {
    private final DrainScenario drain = new DrainScenario(Duration.ofSeconds(3), Duration.ofMillis(20));

    @Test
    void drain_plainClients_loseNothing() {
        drain.losesNothing(50);
    }

    /** Skipped if Node.js is missing or npm fails. */
    @Test
    void drain_sdkClients_loseNothing() {
        try {
            NodeJs.install();
        } catch (UncheckedIOException | AssertionError missing) {
            throw new TestAbortedException("the SDK cannot be installed: " + missing.getMessage(), missing);
        }
        drain.losesNothingOfSdks(20);
    }
}
