package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.engine.redis.connection.LinkSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LivenessCheckTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int OVERDUE = 5;

    private final Calls calls = new Calls(1);
    private final Probe probe = new Probe(SECOND, SECOND.multipliedBy(2));
    private final LivenessCheck liveness =
            new LivenessCheck(LinkSettings.DEFAULTS.withTimeouts(SECOND, SECOND, SECOND.multipliedBy(2)), calls, probe);

    @Test
    void call_overdueWithoutArrivals_isSilence() {
        addCall();

        assertThat(check(1)).isNull();
        assertThat(check(2)).contains("no reply within PT1S");
    }

    @Test
    void call_overdueWithArrivals_isNoSilence() {
        addCall();
        for (int second = 1; second <= OVERDUE; second++) {
            liveness.arrived();
            assertThat(check(second)).isNull();
        }

        assertThat(check(OVERDUE + 2)).contains("no reply");
    }

    @Test
    void calls_notSent_areNoSilence() {
        addCall();

        assertThat(liveness.check(nanos(OVERDUE), false)).isNull();
    }

    @Test
    void probe_behindOtherReplies_isNoSilence() {
        probe.next(0);
        for (int second = 1; second <= OVERDUE; second++) {
            liveness.arrived();
            assertThat(check(second)).isNull();
        }

        assertThat(check(OVERDUE + 3)).contains("Pub/Sub did not deliver");
    }

    @Test
    void probe_acceptedButNotDelivered_isSilence() {
        probe.accepted(probe.next(0), nanos(1));
        for (int second = 1; second <= 3; second++) {
            liveness.arrived();
            assertThat(check(second)).isNull();
        }
        liveness.arrived();

        assertThat(check(4)).contains("Pub/Sub did not deliver within PT2S");
    }

    private void addCall() {
        var call = new Call<>(connection -> new CompletableFuture<>(), 1);
        call.due(nanos(1));
        calls.add(call);
    }

    private @Nullable String check(int second) {
        return liveness.check(nanos(second), true);
    }

    private static long nanos(int seconds) {
        return SECOND.toNanos() * seconds;
    }
}
