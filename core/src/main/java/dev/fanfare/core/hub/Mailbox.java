package dev.fanfare.core.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What waits for one channel on one loop, and the promise that a task comes by for it: at most one at a time, and always
 * one while something waits. {@link #post} and {@link #wake} are thread-safe; the rest is confined to the loop.
 */
final class Mailbox {
    private final Executor loop;
    private final Runnable task;
    private final Backlog backlog;
    private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** A mailbox whose task runs on the loop; what waits counts in the backlog. */
    Mailbox(Executor loop, Runnable task, Backlog backlog) {
        this.loop = loop;
        this.task = task;
        this.backlog = backlog;
    }

    /** Puts a push in. Never waits. */
    void post(Delivery delivery) {
        backlog.add(delivery.bytes());
        queue.add(delivery);
        wake();
    }

    /** Makes the task come by, though nothing may wait. */
    void wake() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            loop.execute(task);
        }
    }

    /** Takes what waits, up to so many bytes; one alone may be larger. */
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

    /** The task has more to do: it comes by again, behind other work of the loop. */
    void reschedule() {
        loop.execute(task);
    }

    /** The task has done all it knows of: it comes by again when something waits. */
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
