package dev.fanfare.core.hub;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.model.monitoring.MemoryKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A mailbox between two publishers and a loop, under Lincheck, which generates small programs from the operations of {@link
 * Posts} and runs each with many interleavings.
 */
@Isolated("Lincheck instruments the classes of the whole virtual machine")
class MailboxModelTest {
    private static final int THREADS = 3;

    @Test
    void post_whileTheTaskRuns_losesNothing() {
        check(2, 100);
    }

    @Test
    @Tag("full")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void post_whileTheTaskRuns_losesNothingInManyInterleavings() {
        check(30, 1_000);
    }

    private static void check(int programs, int interleavings) {
        new ModelCheckingOptions()
                .iterations(programs)
                .invocationsPerIteration(interleavings)
                .threads(THREADS)
                .actorsBefore(0)
                .actorsPerThread(2)
                .actorsAfter(0)
                .addGuarantee(forClasses(ConcurrentLinkedQueue.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .check(Posts.class);
    }

    /** A mailbox, its publishers, and a loop that holds only the number of pending tasks. */
    public static final class Posts implements Executor, Runnable {
        private static final int ONE_AT_A_TIME = 1;

        private final AtomicInteger tasks = new AtomicInteger();
        private final Backlog backlog =
                new Backlog(1, MemoryGovernor.unlimited().budget(MemoryKind.EVENTS));
        private final Mailbox mailbox = new Mailbox(this, this, backlog);
        private final Queue<Delivery> postedByFirst = new ArrayDeque<>();
        private final Queue<Delivery> postedBySecond = new ArrayDeque<>();
        private final List<Delivery> taken = new ArrayList<>();

        @Operation(nonParallelGroup = "first publisher")
        public void postByFirst() {
            post(postedByFirst);
        }

        @Operation(nonParallelGroup = "second publisher")
        public void postBySecond() {
            post(postedBySecond);
        }

        @Operation(nonParallelGroup = "second publisher")
        public void wake() {
            mailbox.wake();
        }

        /** Runs the task if it is scheduled; it processes everything that is visible to it. */
        @Operation(nonParallelGroup = "loop")
        public void takeAndRest() {
            if (take()) {
                mailbox.finish();
            }
        }

        /** Runs the task if it is scheduled, and schedules it again. */
        @Operation(nonParallelGroup = "loop")
        public void takeAndGoOn() {
            if (take()) {
                mailbox.reschedule();
            }
        }

        /** The pending tasks deliver everything exactly once, in the order of each publisher. */
        @Validate
        public void nothingIsLostDoubledOrReordered() {
            while (tasks.get() > 0) {
                takeAndRest();
            }
            for (var delivery : taken) {
                if (delivery == postedByFirst.peek()) {
                    postedByFirst.remove();
                } else {
                    require(delivery == postedBySecond.poll(), "once, and in each publisher's order");
                }
            }
            require(postedByFirst.isEmpty() && postedBySecond.isEmpty(), "everything is taken");
            require(!backlog.isFull(), "nothing counts as waiting");
        }

        @Override
        public void execute(Runnable task) {
            require(tasks.incrementAndGet() == 1, "one task at most");
        }

        /** The task, whose work the operation defines. */
        @Override
        public void run() {}

        private void post(Queue<Delivery> posted) {
            var delivery = new Delivery("news", null, 0);
            posted.add(delivery);
            mailbox.post(delivery);
        }

        private boolean take() {
            if (tasks.get() == 0) {
                return false;
            }
            tasks.decrementAndGet();
            taken.addAll(mailbox.take(ONE_AT_A_TIME));
            require(tasks.get() == 0, "no second task while one runs");
            return true;
        }

        private static void require(boolean condition, String rule) {
            if (!condition) {
                throw new AssertionError("broken: " + rule);
            }
        }
    }
}
