package dev.fanfare.sdk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Drains one of two servers with many clients, including clients of the SDK. */
@Tag("full")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DrainFullTest {
    @Test
    void drain_twoThousandClients_loseNothing() {
        NodeJs.install();
        new DrainScenario(Duration.ofSeconds(5), Duration.ofMillis(100)).losesNothing(1_800, 200);
    }
}
