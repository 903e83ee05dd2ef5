package dev.fanfare.sdk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server of two that drains, with many clients, some of which are the SDK's. */
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DrainFullTest {
    @Test
    void twoThousandClientsOfAServerThatDrains_missNothing() {
        Node.install();
        new Drain(Duration.ofSeconds(5), Duration.ofMillis(100)).losesNothing(1_800, 200);
    }
}
