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

    /** Runs the tasks that were submitted before this call. Each later task has its own run of this method. */
    @Override
    public void run() {
        for (long end = submitted.get(); executed < end; ) {
            executed++;
            try {
                tasks.remove().run();
            } catch (Throwable failure) {
                LOG.error("a task failed on an event loop", failure);
            }
        }
    }
}
