package dev.fanfare.core.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.Scheduler.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VirtualLoopTest {
    private static final int MANY = 500;

    private final VirtualTime time = new VirtualTime();
    private final VirtualLoop loop = new VirtualLoop(time);
    private final List<String> events = new ArrayList<>();

    @Test
    void advance_allLoops_runTimersInOrder() {
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
    void cancel_beforeItsTime_runsNothing() {
        var timer = loop.schedule(Duration.ofSeconds(1), () -> events.add("cancelled"));

        timer.cancel();
        timer.cancel();
        loop.advance(Duration.ofSeconds(2));

        assertThat(events).isEmpty();
    }

    @Test
    void cancel_mostTimers_keepsTheOrderOfOthers() {
        var cancelled = new ArrayList<Cancellable>();
        for (int i = 0; i < MANY; i++) {
            cancelled.add(loop.schedule(Duration.ofSeconds(i), () -> events.add("cancelled")));
        }
        loop.schedule(Duration.ofSeconds(2), () -> events.add("second"));
        loop.schedule(Duration.ofSeconds(1), () -> events.add("first"));

        cancelled.forEach(Cancellable::cancel);

        assertThat(loop.timers()).isEqualTo(2);
        loop.advance(Duration.ofSeconds(MANY));
        assertThat(events).containsExactly("first", "second");
    }

    @Test
    void hold_tasksAndTimers_waitForRelease() {
        loop.execute(() -> events.add("task"));
        loop.schedule(Duration.ofSeconds(1), () -> events.add("timer"));
        loop.hold();

        loop.advance(Duration.ofSeconds(2));
        assertThat(events).isEmpty();
        loop.release();
        loop.advance(Duration.ZERO);

        assertThat(events).containsExactly("task", "timer");
    }

    @Test
    void stop_tasks_areDropped() {
        loop.execute(() -> events.add("task"));
        loop.schedule(Duration.ofSeconds(1), () -> events.add("timer"));
        loop.stop();
        loop.execute(() -> events.add("late task"));
        loop.schedule(Duration.ofSeconds(1), () -> events.add("late timer"));

        time.advance(Duration.ofSeconds(2));

        assertThat(events).isEmpty();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void advance_random_mixesLoopsButKeepsTheirOrder() {
        var first = orderOf(new SplittableRandom(1));

        assertThat(first).isEqualTo(orderOf(new SplittableRandom(1))).isNotEqualTo(orderOf(new SplittableRandom(2)));
        assertThat(first.stream().filter(event -> event.startsWith("a"))).isSorted();
        assertThat(first.stream().filter(event -> event.startsWith("b"))).isSorted();
    }

    private static List<String> orderOf(SplittableRandom chance) {
        var order = new ArrayList<String>();
        var byChance = new VirtualTime(chance);
        var a = new VirtualLoop(byChance);
        var b = new VirtualLoop(byChance);
        for (int i = 0; i < 9; i++) {
            int number = i;
            a.execute(() -> order.add("a" + number));
            b.execute(() -> order.add("b" + number));
        }
        byChance.advance(Duration.ZERO);
        return order;
    }

    @Test
    void inEventLoop_outsideOfTasks_isFalse() {
        var other = new VirtualLoop(time);
        loop.execute(() -> events.add(loop.inEventLoop() + " " + other.inEventLoop()));
        loop.runAll();

        assertThat(events).containsExactly("true false");
        assertThat(loop.inEventLoop()).isFalse();
    }

    @Test
    void runAll_endlessLoop_fails() {
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        });

        assertThatThrownBy(loop::runAll).hasMessageContaining("still more");
    }

    @Test
    void runOne_batchLeftOpen_fails() {
        loop.execute(() -> loop.join(List.of(PlainFraming.PLAIN.ping())));

        assertThatThrownBy(loop::runOne).hasMessageContaining("outlives");
    }

    @Test
    void batch_afterClose_failsWhenUsed() {
        var batch = loop.join(List.of(PlainFraming.PLAIN.ping()));
        batch.close();

        assertThatThrownBy(batch::close).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FakeConnection(loop).write(batch)).isInstanceOf(IllegalStateException.class);
        assertThat(loop.openBatches()).isZero();
    }
}
