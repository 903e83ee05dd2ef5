package dev.fanfare.core.transport;

import dev.fanfare.core.port.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Visits each of its items once per interval, using a single timer. Confined to the event loop. The interval is divided
 * into {@value #BUCKETS} ticks, and the items are spread evenly over them. The timer stops while there are no items.
 *
 * @param <T> type of the items
 */
public final class LoopWheel<T extends LoopWheel.Item> {
    private static final int BUCKETS = 50;

    private final Scheduler loop;
    private final Duration tick;
    private final Consumer<T> visit;
    private final int ticksBetween;
    private final Consumer<T> secondVisit;
    private final LongConsumer lateness;
    private final List<List<T>> buckets = new ArrayList<>(BUCKETS);
    private int current;
    private int nextOffset;
    private int size;
    private boolean ticking;
    private long dueNanos;

    /** Creates a wheel; a zero interval disables visits. */
    public LoopWheel(Scheduler loop, Duration interval, Consumer<T> visit) {
        this(loop, interval, visit, Duration.ZERO, thing -> {}, nanos -> {});
    }

    /**
     * Creates a wheel that visits each item a second time, after a delay that is shorter than the interval.
     *
     * @param lateness receives the delay of each tick in nanoseconds
     */
    public LoopWheel(
            Scheduler loop,
            Duration interval,
            Consumer<T> visit,
            Duration between,
            Consumer<T> secondVisit,
            LongConsumer lateness) {
        this.loop = loop;
        this.tick = interval.dividedBy(BUCKETS);
        this.visit = visit;
        this.ticksBetween = tick.isZero() ? 0 : (int) Math.ceilDiv(between.toNanos(), tick.toNanos());
        this.secondVisit = secondVisit;
        this.lateness = lateness;
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(List.of());
        }
    }

    /** Adds an item; its first visit follows after half an interval to one interval. */
    public void add(T thing) {
        nextOffset = (nextOffset + 1) % (BUCKETS / 2);
        int bucket = (current + BUCKETS / 2 + nextOffset + 1) % BUCKETS;
        if (buckets.get(bucket).isEmpty()) {
            buckets.set(bucket, new ArrayList<>(2));
        }
        var things = buckets.get(bucket);
        thing.bucket = bucket;
        thing.index = things.size();
        things.add(thing);
        size++;
        startTicking();
    }

    /** Removes an item of this wheel. */
    public void remove(T thing) {
        var things = buckets.get(thing.bucket);
        var last = things.removeLast();
        if (last != thing) {
            things.set(thing.index, last);
            last.index = thing.index;
        }
        if (things.isEmpty()) {
            buckets.set(thing.bucket, List.of());
        }
        size--;
    }

    /** Returns the current items. */
    public List<T> items() {
        var all = new ArrayList<T>(size);
        buckets.forEach(all::addAll);
        return all;
    }

    private void startTicking() {
        if (!ticking && !tick.isZero()) {
            ticking = true;
            dueNanos = loop.nanoTime() + tick.toNanos();
            loop.schedule(tick, this::tick);
        }
    }

    private void tick() {
        ticking = false;
        lateness.accept(Math.max(0, loop.nanoTime() - dueNanos));
        current = (current + 1) % BUCKETS;
        try {
            // Copies, because a visited item may be removed.
            if (ticksBetween > 0) {
                List.copyOf(buckets.get(Math.floorMod(current - ticksBetween, BUCKETS)))
                        .forEach(secondVisit);
            }
            List.copyOf(buckets.get(current)).forEach(visit);
        } finally {
            if (size > 0) {
                startTicking();
            }
        }
    }

    /** The location of an item in a wheel; an item can be in one wheel at a time. */
    public abstract static class Item {
        int bucket;
        int index;
    }
}
