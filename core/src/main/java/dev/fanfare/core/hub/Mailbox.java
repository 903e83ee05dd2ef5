package dev.fanfare.core.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The queued deliveries of one channel on one loop. Confined to the loop, except for {@link #post} and {@link #wake},
 * which are thread-safe. While deliveries are queued, exactly one task is scheduled.
 */
final class Mailbox {
    private final Executor loop;
    private final Runnable task;
    private final Backlog backlog;
    private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Creates a mailbox whose task runs on the loop and whose deliveries count in the backlog. */
    Mailbox(Executor loop, Runnable task, Backlog backlog) {
        this.loop = loop;
        this.task = task;
        this.backlog = backlog;
    }

    /** Queues a delivery. Never blocks. */
    void post(Delivery delivery) {
        backlog.add(delivery.bytes());
        queue.add(delivery);
        wake();
    }

    /** Schedules the task even if no delivery is queued. */
    void wake() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            loop.execute(task);
        }
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
        loop.execute(task);
    }

    /** Ends the task; it is scheduled again when a delivery is queued. */
    void finish() {
        if (queue.isEmpty()) {
            scheduled.set(false);
            if (queue.isEmpty() || !scheduled.compareAndSet(false, true)) {
                return;
            }
        }
        loop.execute(task);
    }
}
