package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.model.monitoring.MemoryKind;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A post at the moment when the task has emptied the mailbox and ends, many times on two threads. */
class MailboxRaceTest {
    private static final Duration RUN_TIME = Duration.ofSeconds(2);
    /** A limit for stalled machines. It is reached only if a post is lost. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int LONGEST_PAUSE_SPINS = 50;
    /** The number of spins after which the thread yields its core. */
    private static final int SPINS_BEFORE_PARKING = 10_000;

    private final long seed = System.nanoTime();
    private final Random loopRandom = new Random(seed);
    private final AtomicInteger tasks = new AtomicInteger();
    private final Mailbox mailbox = new Mailbox(
            this::execute,
            () -> {},
            new Backlog(Long.MAX_VALUE, MemoryGovernor.unlimited().budget(MemoryKind.EVENTS)));
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean secondTask;
    private volatile boolean over;

    @Test
    void post_taskFinishes_isNotLeftBehind() throws InterruptedException {
        var random = new Random(~seed);
        var loop = Thread.ofPlatform().start(this::loop);
        int posted = 0;
        try {
            for (long start = System.nanoTime(); System.nanoTime() - start < RUN_TIME.toNanos(); ) {
                mailbox.post(new Delivery("news", null, 0));
                posted++;
                assertThat(isAllTaken(posted))
                        .as("seed %d, post %d: taken %d, tasks waiting %d", seed, posted, taken.get(), tasks.get())
                        .isTrue();
                pause(random);
            }
        } finally {
            over = true;
            loop.join();
        }
        assertThat(taken).hasValue(posted);
        assertThat(secondTask).as("two tasks at once").isFalse();
    }

    private void loop() {
        for (int spins = 1; !over; spins++) {
            if (tasks.get() > 0) {
                tasks.decrementAndGet();
                run();
            } else {
                spin(spins);
            }
        }
    }

    /** The task. A post can arrive between its last visible step and its end. */
    private void run() {
        int more = mailbox.take(Integer.MAX_VALUE).size();
        secondTask |= tasks.get() > 0;
        taken.addAndGet(more);
        pause(loopRandom);
        mailbox.finish();
    }

    private void execute(Runnable task) {
        secondTask |= tasks.incrementAndGet() > 1;
    }

    private boolean isAllTaken(int posted) {
        long start = System.nanoTime();
        for (int spins = 1; taken.get() < posted; spins++) {
            spin(spins);
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                return false;
            }
        }
        return true;
    }

    private static void pause(Random random) {
        for (int spins = random.nextInt(LONGEST_PAUSE_SPINS); spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }

    private static void spin(int spins) {
        if (spins % SPINS_BEFORE_PARKING == 0) {
            LockSupport.parkNanos(1);
        } else {
            Thread.onSpinWait();
        }
    }
}
