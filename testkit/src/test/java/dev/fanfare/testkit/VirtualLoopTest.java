package dev.fanfare.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualLoopTest {
    private final VirtualTime time = new VirtualTime();
    private final VirtualLoop loop = new VirtualLoop(time);
    private final List<String> events = new ArrayList<>();

    @Test
    void advance_runsTimersOfAllLoopsInTheOrderOfTime() {
        var other = new VirtualLoop(time);
        loop.schedule(Duration.ofSeconds(3), () -> events.add("third at " + time.elapsed()));
        other.schedule(Duration.ofSeconds(1), () -> {
            events.add("first at " + time.elapsed());
            other.schedule(Duration.ofSeconds(1), () -> events.add("second at " + time.elapsed()));
        });
        loop.schedule(Duration.ofSeconds(9), () -> events.add("too late"));

        time.advance(Duration.ofSeconds(5));

        assertThat(events).containsExactly("first at PT1S", "second at PT2S", "third at PT3S");
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(5));
        assertThat(loop.timers()).isEqualTo(1);
        assertThat(other.timers()).isZero();
    }

    @Test
    void cancel_beforeTheTime_runsNothing() {
        var timer = loop.schedule(Duration.ofSeconds(1), () -> events.add("cancelled"));

        timer.cancel();
        timer.cancel();
        loop.advance(Duration.ofSeconds(2));

        assertThat(events).isEmpty();
    }

    @Test
    void inEventLoop_isTrueOnlyInItsTasks() {
        var other = new VirtualLoop(time);
        loop.execute(() -> events.add(loop.inEventLoop() + " " + other.inEventLoop()));
        loop.runAll();

        assertThat(events).containsExactly("true false");
        assertThat(loop.inEventLoop()).isFalse();
    }

    @Test
    void runAll_ofAnEndlessLoop_fails() {
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        });

        assertThatThrownBy(loop::runAll).hasMessageContaining("still more");
    }

    @Test
    void runOne_ofATaskThatLeavesABatchOpen_fails() {
        loop.execute(() -> loop.join(List.of(PlainFraming.PLAIN.ping())));

        assertThatThrownBy(loop::runOne).hasMessageContaining("outlives");
    }

    @Test
    void batch_afterClose_failsWhenUsed() {
        var batch = loop.join(List.of(PlainFraming.PLAIN.ping()));
        batch.close();

        assertThatThrownBy(batch::size).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(batch::close).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FakeConnection(loop).write(batch)).isInstanceOf(IllegalStateException.class);
        assertThat(loop.openBatches()).isZero();
    }
}
