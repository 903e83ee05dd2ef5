package dev.fanfare.protocol.centrifuge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.access.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The end of what was allowed for a time. */
class ExpirationTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final Duration DELAY = Duration.ofSeconds(25);

    private final VirtualLoop loop = new VirtualLoop();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final Expiration expiration = new Expiration(
            loop,
            () -> NOW.plusNanos(loop.nanoTime()),
            DELAY,
            ends::incrementAndGet,
            end -> questions.incrementAndGet());

    @Test
    void set_again_replacesTheTimer() {
        expiration.set(Expiry.at(NOW.plusSeconds(10)));
        expiration.set(Expiry.at(NOW.plusSeconds(20)));

        loop.advance(Duration.ofSeconds(44));
        assertThat(ends).hasValue(0);
        loop.advance(Duration.ofSeconds(2));
        assertThat(ends).hasValue(1);
    }

    @Test
    void endAtWhichTheProgramIsAsked_hasNoDelay() {
        expiration.set(Expiry.renewAt(NOW.plusSeconds(10)));

        loop.advance(Duration.ofSeconds(11));
        assertThat(questions).hasValue(1);
        assertThat(ends).hasValue(0);
    }

    @Test
    void set_afterTheStop_setsNoTimer() {
        expiration.set(Expiry.at(NOW.plusSeconds(10)));
        expiration.stop();
        expiration.set(Expiry.at(NOW.plusSeconds(600)));

        loop.advance(Duration.ofDays(1));
        assertThat(ends).hasValue(0);
    }
}
