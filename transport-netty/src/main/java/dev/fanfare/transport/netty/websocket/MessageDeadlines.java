package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.transport.LoopWheel;
import java.time.Duration;

/**
 * The time limits of the incomplete messages of one event loop, with a single timer. Confined to the event loop. A deadline expires
 * after one to two times the limit.
 */
final class MessageDeadlines {
    private final LoopWheel<Deadline> wheel;

    MessageDeadlines(Scheduler loop, Duration limit) {
        // The first visit of an item follows after half an interval to one interval.
        this.wheel = new LoopWheel<>(loop, limit.multipliedBy(2), deadline -> deadline.onExpired.run());
    }

    /** Starts a time limit; the action runs after it has expired, and possibly again until {@link #stop}. */
    Deadline start(Runnable onExpired) {
        var deadline = new Deadline(onExpired);
        wheel.add(deadline);
        return deadline;
    }

    void stop(Deadline deadline) {
        wheel.remove(deadline);
    }

    /** The time limit of one message. */
    static final class Deadline extends LoopWheel.Item {
        private final Runnable onExpired;

        private Deadline(Runnable onExpired) {
            this.onExpired = onExpired;
        }
    }
}
