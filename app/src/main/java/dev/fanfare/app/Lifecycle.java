package dev.fanfare.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs when an application starts and stops. Thread-safe; actions run on the thread that starts or stops it. */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> startActions = new ArrayDeque<>();
    private final Deque<Runnable> stopActions = new ArrayDeque<>();
    private boolean started;

    void onStart(Runnable action) {
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

    void onStop(Runnable action) {
        lock.lock();
        try {
            stopActions.push(action);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs the actions of a start, the first time; throws what one of them throws, and the next start begins with that one.
     */
    void start() {
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

    /** Runs the actions of a stop, last one first. */
    void stop() {
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
                LOG.error("an action at the application's stop failed", failure);
            }
        }
    }
}
