package dev.fanfare.core.memory;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Divides channels into stripes, each with its own lock. Immutable.
 *
 * @param <S> type of a stripe
 */
final class Stripes<S extends Stripes.Stripe> {
    /** A share of the channels, guarded by its own lock. Thread-safe. */
    abstract static class Stripe {
        final ReentrantLock lock = new ReentrantLock();

        /** Removes expired entries. */
        abstract void sweep();

        /** Returns the number of entries in memory, all of which will expire. */
        abstract int size();

        final <T> T locked(Supplier<T> action) {
            lock.lock();
            try {
                return action.get();
            } finally {
                lock.unlock();
            }
        }

        final void locked(Runnable action) {
            lock.lock();
            try {
                action.run();
            } finally {
                lock.unlock();
            }
        }
    }

    static final int COUNT = 64;

    private static final int COUNT_BITS = 6;
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final List<S> stripes;

    Stripes(Supplier<S> stripe) {
        stripes = Stream.generate(stripe).limit(COUNT).toList();
    }

    S of(String channel) {
        return stripes.get(indexOf(channel));
    }

    S at(int index) {
        return stripes.get(index);
    }

    void forEach(Consumer<S> action) {
        stripes.forEach(action);
    }

    /** Returns the number of entries in memory. */
    int size() {
        return stripes.stream().mapToInt(Stripe::size).sum();
    }

    /**
     * Uses the high bits of a product, because the hash maps within a stripe use the low bits of the hash. If both used
     * the same bits, the channels of a stripe would share one in {@value #COUNT} of its buckets.
     */
    static int indexOf(String channel) {
        return (channel.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - COUNT_BITS);
    }
}
