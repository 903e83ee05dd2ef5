package dev.fanfare.core.port;

import java.util.concurrent.atomic.AtomicLong;

/** Creates unique epochs of histories. Thread-safe. */
public final class EpochSource {
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    /** Creates a source; the prefix must be unique among all sources of the cluster. */
    public EpochSource(String prefix) {
        this.prefix = prefix;
    }

    /** Returns an epoch that no other call has returned. */
    public String next() {
        return prefix + '-' + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
    }
}
