package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(1));

    @Test
    void next_repeated_doublesUpToTheLimit() {
        for (int bound : new int[] {100, 200, 400, 800, 1000, 1000}) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(bound / 2), Duration.ofMillis(bound));
        }
    }

    @Test
    void next_afterReset_isTheFirstDelay() {
        for (int i = 0; i < 5; i++) {
            backoff.next();
        }

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void next_twoNodes_differs() {
        var other = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(2));

        assertThat(backoff.next()).isNotEqualTo(other.next());
    }
}
