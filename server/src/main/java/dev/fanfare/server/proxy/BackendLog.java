package dev.fanfare.server.proxy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failures of one backend: each kind when it happens first, and then at most once a minute with how often it did. Thread-safe. */
final class BackendLog {
    private static final Logger LOG = LoggerFactory.getLogger(BackendLog.class);
    private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

    private final String backend;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<BackendException.Kind, Told> told = new EnumMap<>(BackendException.Kind.class);

    /** When a kind was told last, and how often it happened since. */
    private record Told(long atNanos, long since) {}

    /**
     * A log for one backend.
     *
     * @param backend what it is called, without secrets
     */
    BackendLog(String backend, LongSupplier nanoTime) {
        this.backend = backend;
        this.nanoTime = nanoTime;
    }

    void report(BackendException failure) {
        long untold = untold(failure.kind());
        if (untold == 0) {
            LOG.warn("{} gave no answer: {}", backend, failure.message());
        } else if (untold > 0) {
            LOG.warn("{} gave no answer: {}; and {} times more of that kind", backend, failure.message(), untold);
        }
    }

    /** How often the kind happened since it was told last, when it is to be told now; else less than 0. */
    private long untold(BackendException.Kind kind) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            var last = told.get(kind);
            if (last != null && now - last.atNanos() < SILENCE_NANOS) {
                told.put(kind, new Told(last.atNanos(), last.since() + 1));
                return -1;
            }
            told.put(kind, new Told(now, 0));
            return last == null ? 0 : last.since();
        } finally {
            lock.unlock();
        }
    }
}
