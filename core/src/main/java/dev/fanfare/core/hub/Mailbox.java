package dev.fanfare.core.hub;

import dev.fanfare.core.concurrent.CoalescedTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The queued deliveries of one channel on one loop. Confined to the loop, except for {@link #post} and {@link #wake},
 * which are thread-safe. While deliveries are queued, exactly one task is scheduled.
 */
final class Mailbox {
    private final CoalescedTask task;
    private final Backlog backlog;
    private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();

    /** Creates a mailbox whose task runs on the loop and whose deliveries count in the backlog. */
    Mailbox(Executor loop, Runnable task, Backlog backlog) {
        this.task = new CoalescedTask(loop, task);
        this.backlog = backlog;
    }

    /**
     * Queues a delivery. Never blocks.
     *
     * @throws RejectedExecutionException if the loop has ended; the delivery is then not queued
     */
    void post(Delivery delivery) {
        backlog.add(delivery.bytes());
        queue.add(delivery);
        try {
            wake();
        } catch (RejectedExecutionException ended) {
            if (queue.remove(delivery)) {
                backlog.remove(delivery.bytes());
            }
            throw ended;
        }
    }

    /** Schedules the task even if no delivery is queued. */
    void wake() {
        task.schedule();
    }

    /** Removes and returns queued deliveries up to a total size; the first one may be larger. */
    List<Delivery> take(int maxBytes) {
        var taken = new ArrayList<Delivery>();
        int bytes = 0;
        for (var next = queue.peek(); next != null; next = queue.peek()) {
            if (!taken.isEmpty() && bytes + next.bytes() > maxBytes) {
                break;
            }
            taken.add(next);
            bytes += next.bytes();
            queue.remove();
        }
        backlog.remove(bytes);
        return taken;
    }

    /** Schedules the task again, behind other work of the loop. */
    void reschedule() {
        task.repeat();
    }

    /** Ends the task; it is scheduled again when a delivery is queued. */
    void finish() {
        if (!queue.isEmpty()) {
            task.repeat();
            return;
        }
        task.clear();
        if (!queue.isEmpty()) {
            task.schedule();
        }
    }
}
