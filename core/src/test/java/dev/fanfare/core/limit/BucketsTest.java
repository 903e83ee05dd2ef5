package dev.fanfare.core.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.access.Rate;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The buckets that are kept for clients. */
class BucketsTest {
    private static final int LONG = 10_000;

    private final Buckets buckets = new Buckets(new Rate(1, Duration.ofSeconds(1)), 10);

    @Test
    void keys_long_areDistinguished() {
        assertThat(buckets.take("a", 0)).isZero();
        assertThat(buckets.take("a", 0)).isPositive();
        assertThat(buckets.take("x".repeat(LONG) + "a", 0)).isZero();
        assertThat(buckets.take("x".repeat(LONG) + "a", 0)).isPositive();
        assertThat(buckets.take("x".repeat(LONG) + "b", 0)).isZero();
    }

    @Test
    void keys_long_areNotRetained() {
        var key = takeLongKey();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(key.get()).isNull();
        });
    }

    private WeakReference<String> takeLongKey() {
        var key = "k".repeat(LONG);
        buckets.take(key, 0);
        return new WeakReference<>(key);
    }
}
