package dev.fanfare.core.trace;

import dev.fanfare.core.limit.TokenBucket;
import dev.fanfare.model.access.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A running trace on one node. Thread-safe. Beyond its rate or while its queue is full, events are left out and counted. */
public final class Trace {
    /** Maximum number of events per second and node. */
    public static final int MAX_PER_SECOND = 200;

    private static final int MAX_QUEUED = 1_000;
    private static final Rate RATE = new Rate(MAX_PER_SECOND, Duration.ofSeconds(1));

    private final TraceTarget target;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final TokenBucket rate;
    private List<TraceEvent> queued = new ArrayList<>();
    private long leftOut;

    Trace(TraceTarget target, LongSupplier nanoTime) {
        this.target = target;
        this.nanoTime = nanoTime;
        this.rate = new TokenBucket(RATE, nanoTime.getAsLong());
    }

    /**
     * Events of a trace, in order. Immutable.
     *
     * @param leftOut number of events since the previous batch that were left out
     * @param nanos time of the clock of the node when the batch was taken
     */
    public record Batch(List<TraceEvent> events, long leftOut, long nanos) {
        public Batch {
            events = List.copyOf(events);
        }

        /** Returns true if there is nothing to report. */
        public boolean isEmpty() {
            return events.isEmpty() && leftOut == 0;
        }
    }

    /** Returns the target. */
    public TraceTarget target() {
        return target;
    }

    /** Takes the events since the previous call. */
    public Batch take() {
        lock.lock();
        try {
            var batch = new Batch(queued, leftOut, nanoTime.getAsLong());
            queued = new ArrayList<>();
            leftOut = 0;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Creates and adds an event, or counts it. The end of a connection does not count in the rate, because it is what is searched. */
    void add(TraceEvent.Step kind, Supplier<TraceEvent> event) {
        lock.lock();
        try {
            boolean isFree = kind == TraceEvent.Step.DISCONNECTED;
            if (queued.size() < MAX_QUEUED && (isFree || rate.take(nanoTime.getAsLong()) == 0)) {
                queued.add(event.get());
            } else {
                leftOut++;
            }
        } finally {
            lock.unlock();
        }
    }
}
