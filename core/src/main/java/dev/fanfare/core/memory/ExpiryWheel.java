package dev.fanfare.core.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers when to look at things again, for any number of them without a timer each. A thing waits in the slot of its
 * tick; things that are further away than the wheel is long are looked at on the way and put back. Not thread-safe: its
 * owner's lock guards it.
 *
 * @param <T> what expires
 */
final class ExpiryWheel<T> {
    private static final int SLOTS = 64;

    /** Looks at a thing whose time has come. */
    @FunctionalInterface
    interface Look<T> {
        /** Lets it expire and returns 0, or returns the nanoseconds after which to look again. */
        long remainingNanos(T thing);
    }

    private final long tickNanos;
    private final List<List<T>> slots = new ArrayList<>(SLOTS);
    private int current;
    private int size;

    ExpiryWheel(Duration tick) {
        this.tickNanos = tick.toNanos();
        for (int i = 0; i < SLOTS; i++) {
            slots.add(List.of());
        }
    }

    /** Number of things that wait. */
    int size() {
        return size;
    }

    /** Looks at the thing not before this time, and not much later than a tick after it. */
    void add(T thing, long afterNanos) {
        long ticks = Math.min(SLOTS - 1, Math.max(1, Math.ceilDiv(afterNanos, tickNanos)));
        int slot = (int) ((current + ticks) % SLOTS);
        if (slots.get(slot).isEmpty()) {
            slots.set(slot, new ArrayList<>());
        }
        slots.get(slot).add(thing);
        size++;
    }

    /** A tick has passed: looks at the things of its slot. */
    void tick(Look<T> look) {
        current = (current + 1) % SLOTS;
        var due = slots.get(current);
        slots.set(current, List.of());
        size -= due.size();
        for (var thing : due) {
            long remaining = look.remainingNanos(thing);
            if (remaining > 0) {
                add(thing, remaining);
            }
        }
    }
}
