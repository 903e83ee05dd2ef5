package dev.fanfare.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void waitingCalls_beginInOrder() {
        var inFlight = new InFlight(1);
        var first = inFlight.enter();
        var second = inFlight.enter();
        var third = inFlight.enter();
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();

        inFlight.leave();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        inFlight.leave();
        assertThat(third).isCompleted();
        inFlight.leave();
        assertThat(inFlight.enter()).isCompleted();
        assertThat(inFlight.enter()).isNotDone();
    }

    @Test
    void cancelledCalls_areSkipped() {
        var inFlight = new InFlight(1);
        inFlight.enter();
        var gone = inFlight.enter();
        var waits = inFlight.enter();
        gone.cancel(false);
        inFlight.leave();

        assertThat(waits).isCompleted();
    }

    @Test
    void calls_beyondTheWaitingLimit_fail() {
        var inFlight = new InFlight(2);
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 34; i++) {
            waiting.add(inFlight.enter());
        }

        assertThat(waiting).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(inFlight.enter()).isCompletedExceptionally();
    }

    @Test
    void calls_withoutALimit_beginAtOnce() {
        var inFlight = new InFlight(0);
        for (int i = 0; i < 100; i++) {
            assertThat(inFlight.enter()).isCompleted();
        }
    }
}
