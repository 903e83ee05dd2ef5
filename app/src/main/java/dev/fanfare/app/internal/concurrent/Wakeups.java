package dev.fanfare.app.internal.concurrent;

import dev.fanfare.core.transport.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Starts and wakes virtual threads for one event loop. Thread-safe.
 *
 * <p>On the loop, all actions of a turn wait until the loop has read from its sockets. A single virtual thread then performs them. Without
 * this, the first action wakes a carrier thread, which interrupts the loop for one message and sleeps again, so that each message costs
 * two context switches.
 */
public final class Wakeups implements Executor {
    /** Other cores begin with this number of threads while the loop still reads. */
    private static final int MAX_WAITING = 64;

    private final Executor loop;
    private final BooleanSupplier inLoop;
    /** Confined to the loop. */
    private List<Runnable> waiting = new ArrayList<>();

    /** Creates the wake-ups of this loop. */
    public Wakeups(EventLoop loop) {
        this(loop, loop::inEventLoop);
    }

    Wakeups(Executor loop, BooleanSupplier inLoop) {
        this.loop = loop;
        this.inLoop = inLoop;
    }

    /** Runs an action that starts or wakes a virtual thread, and that must not throw: immediately outside of the loop. */
    @Override
    public void execute(Runnable action) {
        if (!inLoop.getAsBoolean()) {
            action.run();
            return;
        }
        waiting.add(action);
        if (waiting.size() == 1) {
            schedule();
        } else if (waiting.size() == MAX_WAITING) {
            run();
        }
    }

    /** Returns the loop. */
    Executor loop() {
        return loop;
    }

    private void schedule() {
        try {
            loop.execute(this::run);
        } catch (RejectedExecutionException ended) {
            run();
        }
    }

    private void run() {
        if (waiting.size() < 2) {
            waiting.forEach(Runnable::run);
            waiting.clear();
            return;
        }
        var actions = waiting;
        waiting = new ArrayList<>();
        Thread.ofVirtual().start(() -> actions.forEach(Runnable::run));
    }
}
