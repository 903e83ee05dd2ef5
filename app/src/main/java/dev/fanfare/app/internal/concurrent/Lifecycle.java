package dev.fanfare.app.internal.concurrent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The start and stop actions of an application. Thread-safe; actions run on the thread that starts or stops it. */
public final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> startActions = new ArrayDeque<>();
    private final Deque<Runnable> stopActions = new ArrayDeque<>();
    private boolean started;

    /** Adds a start action; runs it immediately after the start. */
    public void onStart(Runnable action) {
        boolean late;
        lock.lock();
        try {
            late = started;
            if (!late) {
                startActions.add(action);
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            action.run();
        }
    }

    /** Adds a stop action. */
    public void onStop(Runnable action) {
        lock.lock();
        try {
            stopActions.push(action);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs the start actions once. If an action fails, its exception is thrown, and the next start continues with that action.
     */
    public void start() {
        lock.lock();
        try {
            while (!startActions.isEmpty()) {
                startActions.getFirst().run();
                startActions.removeFirst();
            }
            started = true;
        } finally {
            lock.unlock();
        }
    }

    /** Runs the stop actions in reverse order. A failure is logged. */
    public void stop() {
        List<Runnable> actions;
        lock.lock();
        try {
            actions = List.copyOf(stopActions);
            stopActions.clear();
        } finally {
            lock.unlock();
        }
        for (var action : actions) {
            try {
                action.run();
            } catch (Throwable failure) {
                LOG.error("stop action failed", failure);
            }
        }
    }
}
