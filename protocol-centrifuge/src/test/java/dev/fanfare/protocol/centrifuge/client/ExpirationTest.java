package dev.fanfare.protocol.centrifuge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ExpirationTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final Duration DELAY = Duration.ofSeconds(25);

    private final VirtualLoop loop = new VirtualLoop();
    private final CountingSubject subject = new CountingSubject();
    private final Expiration expiration = new Expiration(loop, () -> NOW.plusNanos(loop.nanoTime()), DELAY, subject);

    /** Counts the calls; renewals stay pending. */
    private static final class CountingSubject implements Expiration.Subject {
        private int expired;
        private int renewals;

        @Override
        public CompletionStage<Renewal> renew() {
            renewals++;
            return new CompletableFuture<>();
        }

        @Override
        public void onRenewed(Renewal renewal) {}

        @Override
        public void onExpired() {
            expired++;
        }

        @Override
        public void disconnect(CloseReason reason) {}
    }

    @Test
    void set_again_replacesTheTimer() {
        expiration.set(Expiry.at(NOW.plusSeconds(10)));
        expiration.set(Expiry.at(NOW.plusSeconds(20)));

        loop.advance(Duration.ofSeconds(44));
        assertThat(subject.expired).isZero();
        loop.advance(Duration.ofSeconds(2));
        assertThat(subject.expired).isEqualTo(1);
    }

    @Test
    void serverSideExpiry_isRenewedWithoutDelay() {
        expiration.set(Expiry.renewAt(NOW.plusSeconds(10)));

        loop.advance(Duration.ofSeconds(11));
        assertThat(subject.renewals).isEqualTo(1);
        assertThat(subject.expired).isZero();
    }

    @Test
    void set_afterStop_startsNoTimer() {
        expiration.set(Expiry.at(NOW.plusSeconds(10)));
        expiration.stop();
        expiration.set(Expiry.at(NOW.plusSeconds(600)));

        loop.advance(Duration.ofDays(1));
        assertThat(subject.expired).isZero();
    }
}
