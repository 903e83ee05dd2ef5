package dev.fanfare.server.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Events that wait, in their order. Bounded: a new one takes the place of the oldest. Thread-safe. */
final class EventQueue {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<WebhookEvent> waiting = new ArrayDeque<>();
    private boolean closed;

    EventQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an event; returns what finds no place: the oldest one, or this one after the close. */
    @Nullable
    WebhookEvent add(WebhookEvent event) {
        lock.lock();
        try {
            if (closed) {
                return event;
            }
            var oldest = waiting.size() == capacity ? waiting.pollFirst() : null;
            waiting.addLast(event);
            changed.signal();
            return oldest;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for events and takes the oldest ones; none when the queue is closed and empty, or the thread interrupted. */
    List<WebhookEvent> take(int most) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            var taken = new ArrayList<WebhookEvent>(Math.min(most, waiting.size()));
            while (taken.size() < most && !waiting.isEmpty()) {
                taken.add(waiting.removeFirst());
            }
            return taken;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
