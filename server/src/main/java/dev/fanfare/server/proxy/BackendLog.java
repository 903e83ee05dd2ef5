package dev.fanfare.server.proxy;

import dev.fanfare.model.monitoring.LogText;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures of one backend: the first of each kind, and then at most one line per kind and minute, with the number of
 * failures since the previous line. Thread-safe.
 */
final class BackendLog {
    private static final Logger LOG = LoggerFactory.getLogger(BackendLog.class);
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final String backend;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<BackendException.Fault, Logged> logged = new EnumMap<>(BackendException.Fault.class);

    /** The time at which a kind was last logged, and its number of failures since then. */
    private record Logged(long atNanos, long since) {}

    /**
     * A log for one backend.
     *
     * @param backend its name in the log, without secrets
     */
    BackendLog(String backend, LongSupplier nanoTime) {
        this.backend = backend;
        this.nanoTime = nanoTime;
    }

    void report(BackendException failure) {
        long unlogged = unlogged(failure.fault());
        if (unlogged >= 0) {
            LOG.warn(
                    "backend-failed backend=\"{}\" reason=\"{}\" unlogged={}",
                    backend,
                    LogText.of(failure.message()),
                    unlogged);
        }
    }

    /** The failures of a kind since its previous log line if it is due for a new one; otherwise -1. */
    private long unlogged(BackendException.Fault fault) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            var last = logged.get(fault);
            if (last != null && now - last.atNanos() < INTERVAL_NANOS) {
                logged.put(fault, new Logged(last.atNanos(), last.since() + 1));
                return -1;
            }
            logged.put(fault, new Logged(now, 0));
            return last == null ? 0 : last.since();
        } finally {
            lock.unlock();
        }
    }
}
