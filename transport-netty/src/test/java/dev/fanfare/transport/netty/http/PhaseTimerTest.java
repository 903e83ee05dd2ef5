package dev.fanfare.transport.netty.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.transport.netty.http.PhaseTimer.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTimerTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration ONE_MS = Duration.ofMillis(1);

    private final VirtualLoop loop = new VirtualLoop();
    private final CountingScheduler scheduler = new CountingScheduler(loop);
    private final List<Phase> late = new ArrayList<>();
    private final PhaseTimer timer =
            new PhaseTimer(scheduler, HttpTimes.all(LONG).withHandshake(SHORT), late::add);

    @Test
    void phase_isLateAtItsLimit() {
        timer.enter(Phase.IDLE);

        loop.advance(LONG.minus(ONE_MS));
        assertThat(late).isEmpty();
        loop.advance(ONE_MS);
        assertThat(late).containsExactly(Phase.IDLE);
    }

    @Test
    void shorterPhase_isLateAtItsOwnLimit() {
        timer.enter(Phase.IDLE);
        timer.enter(Phase.HEAD);

        loop.advance(SHORT);
        assertThat(late).containsExactly(Phase.HEAD);
    }

    @Test
    void longerPhase_isLateAtItsOwnLimit() {
        timer.enter(Phase.HEAD);
        loop.advance(SHORT.minus(ONE_MS));
        timer.enter(Phase.ANSWER);

        loop.advance(LONG.minus(ONE_MS));
        assertThat(late).isEmpty();
        loop.advance(ONE_MS);
        assertThat(late).containsExactly(Phase.ANSWER);
    }

    @Test
    void stoppedTimer_isNeverLate() {
        timer.enter(Phase.HEAD);
        timer.stop();

        loop.advance(LONG);
        assertThat(late).isEmpty();
    }

    @Test
    void requestsInQuickSuccession_startOneTimer() {
        for (int i = 0; i < 100; i++) {
            timer.enter(Phase.HEAD);
            timer.enter(Phase.ANSWER);
            timer.enter(Phase.RESPONSE);
            timer.enter(Phase.IDLE);
        }

        assertThat(scheduler.timers).isEqualTo(1);
    }

    private static final class CountingScheduler implements Scheduler {
        private final Scheduler delegate;
        private int timers;

        CountingScheduler(Scheduler delegate) {
            this.delegate = delegate;
        }

        @Override
        public long nanoTime() {
            return delegate.nanoTime();
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            timers++;
            return delegate.schedule(delay, task);
        }
    }
}
