package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.testkit.client.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that connect and disconnect for a long time leave no memory or files in use. {@code -Dabuse.soak.minutes=60} sets the duration; the default is
 * 5 minutes. On a busy machine, the test continues until there were enough clients to reveal a leak.
 */
@Tag("full")
class SoakTest {
    private static final Duration DURATION = Duration.ofMinutes(Long.getLong("abuse.soak.minutes", 5));
    /** After this time, caches and pools have their final size. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final Duration CHURN = Duration.ofSeconds(140);
    /** Longer than the server keeps anything about a client or a channel. */
    private static final Duration SETTLE = Duration.ofSeconds(50);
    /** A busy machine can delay a handshake beyond its timeout. */
    private static final int LIVES_PER_DISCONNECT = 20;

    private static final int MAX_DISCONNECTS = 6;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void churn_leavesNothingBehind(@TempDir Path directory) {
        var certificate = TestCertificate.create(directory);
        var end = Deadline.after(DURATION);
        try (var redis = RedisProcess.start();
                var plain = ChurnedServer.plain();
                var encrypted = ChurnedServer.encrypted(certificate, directory);
                var overRedis = ChurnedServer.overRedis(redis.url())) {
            var servers = List.of(plain, encrypted, overRedis);
            churn(servers, WARM_UP);
            var first = servers.stream().map(ChurnedServer::sample).toList();
            boolean enough;
            do {
                churn(servers, CHURN);
                enough = true;
                for (int i = 0; i < servers.size(); i++) {
                    var sample = servers.get(i).sample();
                    assertThat(sample.growthSince(first.get(i))).isEmpty();
                    enough &= sample.revealsLeakSince(first.get(i));
                }
            } while (!end.isOver() || !enough);
        }
    }

    private static void churn(List<ChurnedServer> servers, Duration duration) {
        var churns = new ArrayList<Churn>();
        try {
            servers.forEach(server -> churns.add(server.start()));
            Deadline.after(duration).await();
        } finally {
            churns.forEach(Churn::stop);
        }
        churns.forEach(churn -> assertThat(churn.failures()).isEmpty());
        churns.forEach(churn -> assertThat(churn.disconnects())
                .as("disconnected clients of %d", churn.lives())
                .isLessThanOrEqualTo(MAX_DISCONNECTS + churn.lives() / LIVES_PER_DISCONNECT));
        Deadline.after(SETTLE).await();
    }
}
