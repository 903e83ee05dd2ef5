package dev.fanfare.core.memory;

import dev.fanfare.core.concurrent.Attempt;
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
 * The occupancy of one node, all in this process. Thread-safe. What has not been told when the engine closes is never told.
 *
 * <p>The listener is called on the scheduler's thread. There is one timer, for the change that is due first, and while
 * {@value #MAX_UNDER_WAY} changes are being told the others wait.
 */
public final class MemoryOccupancy implements Occupancy, AutoCloseable {
    private static final int MAX_UNDER_WAY = 1_000;
    private static final int MAX_AT_ONCE = 100;

    private final String node;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> occupied = new HashSet<>();
    private final Set<String> toldOccupied = new HashSet<>();
    private final Set<String> underWay = new HashSet<>();
    /** The channels that are not what was told of them, with the time since when; those first that became so first. */
    private final LinkedHashMap<String, Long> changed = new LinkedHashMap<>();

    private long debounceNanos;
    private @Nullable OccupancyListener listener;
    private long lastId;
    private boolean armed;
    private boolean closed;

    /**
     * An occupancy of nothing.
     *
     * @param node what the ids of changes begin with
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
                throw new IllegalStateException("somebody is told already");
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

    /** Tells nothing more. Idempotent. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            changed.clear();
        });
    }

    private void review(String channel) {
        if (closed || underWay.contains(channel)) {
            return;
        }
        if (occupied.contains(channel) == toldOccupied.contains(channel)) {
            changed.remove(channel);
        } else {
            changed.putLast(channel, scheduler.nanoTime());
            arm();
        }
    }

    private void arm() {
        if (!armed && !changed.isEmpty() && underWay.size() < MAX_UNDER_WAY) {
            armed = true;
            long nanos = changed.firstEntry().getValue() + debounceNanos - scheduler.nanoTime();
            scheduler.schedule(Duration.ofNanos(Math.max(0, nanos)), this::tellDue);
        }
    }

    private void tellDue() {
        var due = new ArrayList<Change>();
        locked(() -> {
            armed = false;
            takeDue(due);
            arm();
        });
        var to = listener;
        if (to != null) {
            due.forEach(
                    change -> Attempt.of(() -> to.onChange(change)).whenComplete((done, failure) -> onTold(change)));
        }
    }

    private void takeDue(List<Change> due) {
        long now = scheduler.nanoTime();
        while (!changed.isEmpty() && due.size() < MAX_AT_ONCE && underWay.size() < MAX_UNDER_WAY) {
            var first = changed.firstEntry();
            long nanos = now - first.getValue();
            if (nanos < debounceNanos) {
                return;
            }
            var channel = first.getKey();
            changed.remove(channel);
            underWay.add(channel);
            due.add(new Change(node + '-' + ++lastId, channel, occupied.contains(channel), Duration.ofNanos(nanos)));
        }
    }

    private void onTold(Change change) {
        locked(() -> {
            underWay.remove(change.channel());
            if (change.occupied()) {
                toldOccupied.add(change.channel());
            } else {
                toldOccupied.remove(change.channel());
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
