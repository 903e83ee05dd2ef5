package dev.fanfare.core.hub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
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

    PriorityTasks(Executor loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        loop.execute(this);
    }

    /** Runs all queued tasks. */
    @Override
    public void run() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (Throwable failure) {
                LOG.error("a task failed on an event loop", failure);
            }
        }
    }
}
