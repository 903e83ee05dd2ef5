package dev.fanfare.engine.redis.link;

import dev.fanfare.core.concurrent.CoalescedTask;
import dev.fanfare.core.concurrent.LoopThread;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks of other threads for a link. Thread-safe. One task of the loop runs many of them in order, so that their
 * requests are sent together.
 */
final class LinkMailbox {
    private static final Logger LOG = LoggerFactory.getLogger(LinkMailbox.class);
    /** Number of tasks after which the loop can do other work. */
    private static final int MAX_AT_ONCE = 1024;

    private final Runnable afterwards;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CoalescedTask turn;
    private final Runnable schedule = this::schedule;

    /**
     * Creates an empty mailbox.
     *
     * @param afterwards runs on the loop after each group of tasks
     */
    LinkMailbox(Executor loop, Runnable afterwards) {
        this.afterwards = afterwards;
        this.turn = new CoalescedTask(loop, this::run);
    }

    /**
     * Runs the task on the loop, or on the calling thread if the loop has stopped. The tasks of one turn of another event loop run
     * together.
     */
    void post(Runnable task) {
        tasks.add(task);
        LoopThread.afterReading(schedule);
    }

    /** Runs the waiting tasks and then the final one on the loop. */
    void schedule() {
        try {
            turn.schedule();
        } catch (RejectedExecutionException ended) {
            run();
        }
    }

    private void run() {
        turn.clear();
        for (int i = 0; i < MAX_AT_ONCE; i++) {
            var task = tasks.poll();
            if (task == null) {
                break;
            }
            run(task);
        }
        run(afterwards);
        if (!tasks.isEmpty()) {
            schedule();
        }
    }

    /** A failed task does not prevent others. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("a task of a link failed", bug);
        }
    }
}
