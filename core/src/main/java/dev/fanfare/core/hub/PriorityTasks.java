package dev.fanfare.core.hub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one loop does ahead of publications: a task that was given before a publication was posted runs before that is handed
 * out, however early its hand-out had been called for. So a message to one client is not overtaken by what the same thread
 * publishes behind it. {@link #execute} is thread-safe; {@link #run} is confined to the loop.
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

    /** Runs all that wait. */
    @Override
    public void run() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (Throwable failure) {
                LOG.error("a task of an event loop failed", failure);
            }
        }
    }
}
