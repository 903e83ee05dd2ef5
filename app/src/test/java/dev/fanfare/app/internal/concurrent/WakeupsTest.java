package dev.fanfare.app.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WakeupsTest {
    private final Queue<Runnable> turn = new ArrayDeque<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Test
    void severalActionsOfATurn_runTogetherOnOneVirtualThread_afterTheTurn() throws InterruptedException {
        var wakeups = new Wakeups(turn::add, () -> true);
        var done = new CountDownLatch(3);
        IntStream.range(0, 3).forEach(i -> wakeups.execute(() -> run(done)));
        assertThat(done.getCount()).isEqualTo(3);

        endTurn();

        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).singleElement().matches(Thread::isVirtual);
    }

    @Test
    void oneActionOfATurn_runsOnTheLoopAfterTheTurn() {
        var wakeups = new Wakeups(turn::add, () -> true);
        wakeups.execute(() -> threads.add(Thread.currentThread()));
        assertThat(threads).isEmpty();

        endTurn();

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void actionOfALaterTurn_runsAfterThatTurn() {
        var wakeups = new Wakeups(turn::add, () -> true);
        wakeups.execute(() -> {});
        endTurn();
        wakeups.execute(() -> threads.add(Thread.currentThread()));

        endTurn();

        assertThat(threads).hasSize(1);
    }

    @Test
    void manyActionsOfATurn_beginDuringTheTurn_andNoneIsLost() throws InterruptedException {
        var wakeups = new Wakeups(turn::add, () -> true);
        var first = new CountDownLatch(64);
        var all = new CountDownLatch(100);
        IntStream.range(0, 100)
                .forEach(i -> wakeups.execute(() -> {
                    first.countDown();
                    all.countDown();
                }));
        assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();

        endTurn();

        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void outsideOfTheLoop_runsImmediately() {
        new Wakeups(turn::add, () -> false).execute(() -> threads.add(Thread.currentThread()));

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void loopHasEnded_runsImmediately() {
        var wakeups = new Wakeups(
                task -> {
                    throw new RejectedExecutionException("ended");
                },
                () -> true);

        wakeups.execute(() -> threads.add(Thread.currentThread()));

        assertThat(threads).hasSize(1);
    }

    private void run(CountDownLatch done) {
        threads.add(Thread.currentThread());
        done.countDown();
    }

    private void endTurn() {
        for (var task = turn.poll(); task != null; task = turn.poll()) {
            task.run();
        }
    }
}
