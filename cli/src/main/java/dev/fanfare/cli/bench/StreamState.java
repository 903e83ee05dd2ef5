package dev.fanfare.cli.bench;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of publications, of one publisher in one channel. The publisher's event loop numbers them; any thread may read how many
 * were sent. The accepted ones are known when the run has ended.
 */
final class StreamState {
    private final int index;
    private final int channel;
    private final @Nullable Window window;
    /** The subscribers whose deliveries count. */
    private final AtomicInteger subscribers = new AtomicInteger();
    /** Numbers that the server rejected or did not confirm. Confined to the publisher's event loop until the run has ended. */
    private final BitSet rejected = new BitSet();

    private volatile long sent;

    StreamState(int index, int channel, int window) {
        this.index = index;
        this.channel = channel;
        this.window = window > 0 ? new Window(window) : null;
    }

    int index() {
        return index;
    }

    int channel() {
        return channel;
    }

    long sent() {
        return sent;
    }

    /** Numbers the next publication. Called on the publisher's event loop only. */
    long next() {
        long sequence = sent;
        if (window != null) {
            window.open(sequence, subscribers.get());
        }
        sent = sequence + 1;
        return sequence;
    }

    void reject(long sequence) {
        rejected.set((int) sequence);
    }

    boolean isAccepted(long sequence) {
        return !rejected.get((int) sequence);
    }

    /** The number of accepted publications in a range. */
    long accepted(long first, long end) {
        return first >= end
                ? 0
                : end - first - rejected.get((int) first, (int) end).cardinality();
    }

    /** Whether a closed loop permits the next publication. */
    boolean mayPublish() {
        return window == null || window.isComplete(sent);
    }

    void addSubscriber() {
        subscribers.incrementAndGet();
    }

    void removeSubscriber() {
        subscribers.decrementAndGet();
    }

    /** Records a delivery in a closed loop; returns whether it was the last one of a publication. */
    boolean delivered(long sequence) {
        return window != null && sequence >= sent - window.size() && window.delivered(sequence);
    }

    /** The remaining deliveries of the publications in a closed loop. */
    private static final class Window {
        private final AtomicIntegerArray remaining;

        Window(int size) {
            remaining = new AtomicIntegerArray(size);
        }

        int size() {
            return remaining.length();
        }

        boolean isComplete(long sequence) {
            return remaining.get((int) (sequence % size())) <= 0;
        }

        void open(long sequence, int deliveries) {
            remaining.set((int) (sequence % remaining.length()), deliveries);
        }

        boolean delivered(long sequence) {
            return remaining.decrementAndGet((int) (sequence % remaining.length())) == 0;
        }
    }
}
