package dev.fanfare.engine.redis.link;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other threads want of a link: many tasks, in their order, by one task of the loop, so that what they send goes out
 * together. Thread-safe.
 */
final class LinkMailbox {
    private static final Logger LOG = LoggerFactory.getLogger(LinkMailbox.class);
    /** After so many others may use the loop. */
    private static final int MAX_AT_ONCE = 1024;

    private final Executor loop;
    private final Runnable afterwards;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /**
     * An empty mailbox.
     *
     * @param afterwards runs on the loop whenever some tasks were run
     */
    LinkMailbox(Executor loop, Runnable afterwards) {
        this.loop = loop;
        this.afterwards = afterwards;
    }

    /** Runs the task on the loop, or here when the loop has ended. */
    void post(Runnable task) {
        tasks.add(task);
        schedule();
    }

    private void schedule() {
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            loop.execute(this::run);
        } catch (RejectedExecutionException ended) {
            run();
        }
    }

    private void run() {
        scheduled.set(false);
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

    /** One that fails does not keep others from running. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("A task of a link has failed", bug);
        }
    }
}
