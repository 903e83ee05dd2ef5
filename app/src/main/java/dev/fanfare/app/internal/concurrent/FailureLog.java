package dev.fanfare.app.internal.concurrent;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each distinct failure of application code once with its stack trace, and counts repetitions. Thread-safe. */
public final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    /** Further distinct failures are logged each time. */
    private static final int MAX_DISTINCT = 1000;

    private final ConcurrentHashMap<String, AtomicLong> seen = new ConcurrentHashMap<>();

    /** Reports a failure at a place, such as a route. */
    public void report(String place, Throwable failure) {
        var trace = failure.getStackTrace();
        var key = place + ' ' + failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
        long times = count(key);
        if (times == 1) {
            LOG.error("{} failed", place, failure);
        } else {
            LOG.debug("{} failed again ({} times)", key, times);
        }
    }

    /** Reports code that blocked an event loop; logged whenever the number of reports has doubled. */
    public void reportSlow(String code, long millis) {
        long times = count(code);
        if (Long.bitCount(times) == 1) {
            LOG.warn("{} blocked its event loop for {} ms ({} times so far)", code, millis, times);
        }
    }

    /** Reports an event that was dropped because a queue was full; logged whenever the number of reports has doubled. */
    public void reportMissed(String code) {
        long times = count(code + " dropped");
        if (Long.bitCount(times) == 1) {
            LOG.warn("{} is too slow: {} events dropped so far", code, times);
        }
    }

    /** Returns the number of reports of this key; 1 beyond the limit of distinct keys. */
    private long count(String key) {
        var known = seen.get(key);
        if (known == null && seen.size() < MAX_DISTINCT) {
            known = seen.computeIfAbsent(key, k -> new AtomicLong());
        }
        return known == null ? 1 : known.incrementAndGet();
    }
}
