package dev.fanfare.server.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A bounded queue of events in which a new event replaces the oldest one. Thread-safe. */
final class EventQueue {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<WebhookEvent> events = new ArrayDeque<>();
    private boolean closed;

    EventQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an event. Returns the event that found no room: the oldest one, or the new one after {@link #close}. */
    @Nullable
    WebhookEvent add(WebhookEvent event) {
        lock.lock();
        try {
            if (closed) {
                return event;
            }
            var oldest = events.size() == capacity ? events.pollFirst() : null;
            events.addLast(event);
            changed.signal();
            return oldest;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for events and removes the oldest ones. Empty when the queue is closed and drained, or on interrupt. */
    List<WebhookEvent> take(int most) {
        lock.lock();
        try {
            while (events.isEmpty() && !closed) {
                changed.await();
            }
            var taken = new ArrayList<WebhookEvent>(Math.min(most, events.size()));
            while (taken.size() < most && !events.isEmpty()) {
                taken.add(events.removeFirst());
            }
            return taken;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    /** Rejects further events; queued events can still be taken. */
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
