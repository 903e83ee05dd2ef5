package dev.fanfare.core.memory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Makes epochs. Thread-safe. */
final class MemoryEpochs {
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    MemoryEpochs(RandomGenerator random) {
        prefix = Long.toString(random.nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
    }

    /** An epoch that was not there before, in this run or another. */
    String next() {
        return prefix + '-' + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
    }
}
