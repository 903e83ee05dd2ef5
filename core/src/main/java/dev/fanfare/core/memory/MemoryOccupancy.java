package dev.fanfare.core.memory;

import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.port.Occupancy;
import dev.fanfare.core.port.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The occupancy of a single node, in memory. Thread-safe. Changes that are not reported when the engine closes are
 * lost.
 *
 * <p>The listener is called on the scheduler's thread. A single timer serves the change that is due first. While
 * {@value #MAX_IN_PROGRESS} reports are in progress, the others wait.
 */
public final class MemoryOccupancy implements Occupancy, AutoCloseable {
    private static final int MAX_IN_PROGRESS = 1_000;
    private static final int MAX_AT_ONCE = 100;

    private final String node;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> occupied = new HashSet<>();
    private final Set<String> reportedOccupied = new HashSet<>();
    private final Set<String> inProgress = new HashSet<>();
    /** The channels whose state differs from the last report, with the time of the change, oldest first. */
    private final LinkedHashMap<String, Long> changed = new LinkedHashMap<>();

    private long debounceNanos;
    private @Nullable OccupancyListener listener;
    private long lastId;
    private boolean armed;
    private boolean closed;

    /**
     * Creates an occupancy without channels.
     *
     * @param node prefix of the ids of changes
     * @param scheduler the clock and the timer
     */
    public MemoryOccupancy(String node, Scheduler scheduler) {
        this.node = node;
        this.scheduler = scheduler;
    }

    @Override
    public void start(Duration debounce, OccupancyListener newListener) {
        locked(() -> {
            if (listener != null) {
                throw new IllegalStateException("a listener is already registered");
            }
            listener = newListener;
            debounceNanos = MemoryClock.nanos(debounce);
        });
    }

    @Override
    public void enter(String channel) {
        locked(() -> {
            occupied.add(channel);
            review(channel);
        });
    }

    @Override
    public void leave(String channel) {
        locked(() -> {
            occupied.remove(channel);
            review(channel);
        });
    }

    /** Stops reporting. Idempotent. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            changed.clear();
        });
    }

    private void review(String channel) {
        if (closed || inProgress.contains(channel)) {
            return;
        }
        if (occupied.contains(channel) == reportedOccupied.contains(channel)) {
            changed.remove(channel);
        } else {
            changed.putLast(channel, scheduler.nanoTime());
            arm();
        }
    }

    private void arm() {
        if (!armed && !changed.isEmpty() && inProgress.size() < MAX_IN_PROGRESS) {
            armed = true;
            long nanos = changed.firstEntry().getValue() + debounceNanos - scheduler.nanoTime();
            scheduler.schedule(Duration.ofNanos(Math.max(0, nanos)), this::reportDue);
        }
    }

    private void reportDue() {
        var due = new ArrayList<Change>();
        locked(() -> {
            armed = false;
            takeDue(due);
            arm();
        });
        var to = listener;
        if (to != null) {
            due.forEach(change ->
                    Stages.call(() -> to.onChange(change)).whenComplete((done, failure) -> onReported(change)));
        }
    }

    private void takeDue(List<Change> due) {
        long now = scheduler.nanoTime();
        while (!changed.isEmpty() && due.size() < MAX_AT_ONCE && inProgress.size() < MAX_IN_PROGRESS) {
            var first = changed.firstEntry();
            long nanos = now - first.getValue();
            if (nanos < debounceNanos) {
                return;
            }
            var channel = first.getKey();
            changed.remove(channel);
            inProgress.add(channel);
            due.add(new Change(node + '-' + ++lastId, channel, occupied.contains(channel), Duration.ofNanos(nanos)));
        }
    }

    private void onReported(Change change) {
        locked(() -> {
            inProgress.remove(change.channel());
            if (change.occupied()) {
                reportedOccupied.add(change.channel());
            } else {
                reportedOccupied.remove(change.channel());
            }
            review(change.channel());
            arm();
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
