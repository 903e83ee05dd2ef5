package dev.fanfare.app.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.internal.concurrent.Inbox.Room;
import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.model.monitoring.MemoryKind;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final int HIGH_BYTES = 256 * 1024;

    private final MemoryGovernor governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.INBOXES, 1_000_000));
    private final MemoryBudget budget = governor.budget(MemoryKind.INBOXES);
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger shed = new AtomicInteger();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    @Test
    void put_aboveHighWaterMark_isFullUntilItIsEmptied() {
        var inbox = inbox();
        assertThat(inbox.put(HIGH_BYTES - 64)).isEqualTo(Room.FREE);
        assertThat(inbox.put(1)).isEqualTo(Room.FULL);
        assertThat(budget.used()).isGreaterThan(HIGH_BYTES);

        inbox.poll();
        assertThat(resumed).hasValue(1);
        inbox.poll();
        assertThat(budget.used()).isZero();
    }

    @Test
    void put_withoutMemory_isQueuedAndExhausted() {
        var inbox = inbox();
        budget.reserve(990_000);

        assertThat(inbox.put(20_000)).isEqualTo(Room.EXHAUSTED);
        assertThat(inbox.poll()).isEqualTo(20_000);
        assertThat(budget.used()).isEqualTo(990_000);
    }

    @Test
    void offer_withoutMemory_isRefused() {
        var inbox = inbox();
        budget.reserve(990_000);

        assertThat(inbox.offer(20_000)).isFalse();
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(budget.used()).isEqualTo(990_000);
    }

    @Test
    void largestInbox_aboveHighWaterMarkOfTheNode_isShed() {
        budget.reserve(485_000);
        inbox().put(10_000);
        assertThat(shed).hasValue(0);

        inbox().put(260_000);

        assertThat(shed).hasValue(1);
    }

    @Test
    void discard_releasesTheItemsAndLaterOnes() {
        var inbox = inbox();
        inbox.put(10_000);
        inbox.put(10_000);

        assertThat(inbox.discard()).isEqualTo(2);
        inbox.put(10_000);

        assertThat(inbox.isEmpty()).isTrue();
        assertThat(inbox.take()).isNull();
        assertThat(budget.used()).isZero();
    }

    @Test
    void take_inboxIsNeverEmpty_letsOtherThreadsRun() throws InterruptedException {
        var other = new CountDownLatch(1);
        var flooded = new CountDownLatch(2 * Runtime.getRuntime().availableProcessors());
        for (long i = flooded.getCount(); i > 0; i--) {
            Thread.startVirtualThread(() -> refill(flooded, other));
        }
        try {
            assertThat(flooded.await(60, TimeUnit.SECONDS)).isTrue();
            Thread.startVirtualThread(other::countDown);
            assertThat(other.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.countDown();
        }
    }

    @Test
    void poll_endOfTurn_waitsForTheLoop() throws InterruptedException {
        var tasks = new LinkedBlockingQueue<Runnable>();
        var inbox = inbox(tasks::add);
        IntStream.range(0, 1_000).forEach(inbox::put);
        var removed = new AtomicInteger();
        var thread = Thread.ofVirtual().start(() -> {
            while (inbox.poll() != null) {
                removed.incrementAndGet();
            }
        });

        var first = tasks.poll(60, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        assertThat(removed.get()).isLessThan(300);
        for (var task = first; thread.isAlive(); task = tasks.poll(10, TimeUnit.MILLISECONDS)) {
            if (task != null) {
                task.run();
            }
        }

        assertThat(removed).hasValue(1_000);
    }

    @Test
    void poll_loopHasEnded_doesNotWait() {
        var inbox = inbox(task -> {
            throw new RejectedExecutionException("ended");
        });
        IntStream.range(0, 1_000).forEach(inbox::put);

        assertThat(Stream.generate(inbox::poll).takeWhile(Objects::nonNull)).hasSize(1_000);
    }

    /** Removes items from an inbox that is never empty. */
    private void refill(CountDownLatch flooded, CountDownLatch end) {
        var inbox = inbox();
        inbox.put(1);
        inbox.put(1);
        for (boolean first = true; end.getCount() > 0; first = false) {
            inbox.take();
            inbox.put(1);
            if (first) {
                flooded.countDown();
            }
        }
    }

    private Inbox<Integer> inbox() {
        return inbox(loop);
    }

    private Inbox<Integer> inbox(Executor loop) {
        var account = governor.open(kind -> shed.incrementAndGet());
        return new Inbox<>(
                account.open(MemoryKind.INBOXES),
                bytes -> bytes,
                resumed::incrementAndGet,
                new Wakeups(loop, () -> false));
    }
}
