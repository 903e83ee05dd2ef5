package dev.fanfare.core.session;

import dev.fanfare.core.port.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Comes by at each of any number of things once per interval, by one timer. The interval is cut into {@value #BUCKETS}
 * ticks, and each thing belongs to the bucket of one; they are spread evenly. The timer rests while there is nothing.
 * Confined to the event loop.
 *
 * @param <T> what is visited
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

    /** A wheel that visits nothing when the interval is zero. */
    public LoopWheel(Scheduler loop, Duration interval, Consumer<T> visit) {
        this(loop, interval, visit, Duration.ZERO, thing -> {}, nanos -> {});
    }

    /**
     * A wheel that looks at each thing a second time so long after each visit; shorter than the interval.
     *
     * @param lateness is told by how many nanoseconds each tick is late
     */
    LoopWheel(
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

    /** Adds a thing; its first visit comes after half an interval to a whole one. */
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

    /** Removes a thing that was added and not removed since. */
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

    /** Everything there is now. */
    List<T> things() {
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
            // Copies: what is visited may leave.
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

    /** A thing's place in a wheel; it can be in one at a time. */
    public abstract static class Item {
        int bucket;
        int index;
    }
}
