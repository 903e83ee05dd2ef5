package dev.fanfare.engine.redis.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The delay before the next attempt to connect: exponential, limited, and random. Confined to its link's loop. */
final class Backoff {
    private static final int GROWTH = 2;

    private final Duration first;
    private final Duration last;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration last, RandomGenerator random) {
        this.first = first;
        this.last = last;
        this.random = random;
        this.next = first;
    }

    /** Returns a delay between half of the current limit and the limit. */
    Duration next() {
        var bound = next;
        var doubled = next.multipliedBy(GROWTH);
        next = doubled.compareTo(last) < 0 ? doubled : last;
        long half = bound.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    /** Resets the delay after a success. */
    void reset() {
        next = first;
    }
}
