package dev.fanfare.core.hub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that run on one loop before later publications. Confined to the loop, except for {@link #execute}, which is
 * thread-safe. A task that is submitted before a publication is posted runs before the delivery of that publication.
 * Therefore a message to one client is not overtaken by a later publication of the same thread.
 */
final class PriorityTasks implements Executor, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PriorityTasks.class);

    /** Tasks that run without a pause for other work of the loop; each sends about one window of a socket at most. */
    private static final int TURN_TASKS = 64;

    private final Executor loop;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicLong submitted = new AtomicLong();
    /** Confined to the loop. */
    private long executed;

    PriorityTasks(Executor loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        // After the addition, so that as many tasks can be removed as were counted.
        submitted.incrementAndGet();
        loop.execute(this);
    }

    /** Returns the number of tasks that were submitted so far, as an argument of {@link #runUntil}. */
    long submitted() {
        return submitted.get();
    }

    /**
     * Runs the next of the tasks that were submitted before this call. Each task has its own run of this method, so the loop can
     * perform other work before the rest.
     */
    @Override
    public void run() {
        runUntil(submitted());
    }

    /** Runs the next tasks up to a number of submitted tasks. Returns false if some of them are left for another turn. */
    boolean runUntil(long end) {
        for (int i = 0; executed < end; i++) {
            if (i == TURN_TASKS) {
                return false;
            }
            executed++;
            try {
                tasks.remove().run();
            } catch (Throwable failure) {
                LOG.error("a task failed on an event loop", failure);
            }
        }
        return true;
    }
}
