package dev.fanfare.engine.redis.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: doubled each time, bounded, and never the same for two nodes. Confined to its link's loop. */
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

    /** Between half of the present wait and the whole of it. */
    Duration next() {
        var bound = next;
        var doubled = next.multipliedBy(GROWTH);
        next = doubled.compareTo(last) < 0 ? doubled : last;
        long half = bound.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    /** It worked: the next wait is the first one again. */
    void reset() {
        next = first;
    }
}
