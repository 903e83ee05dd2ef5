package dev.fanfare.app.internal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each distinct failure of application code once with its trace, and counts its repetitions. Thread-safe. */
public final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    /** So many distinct failures are told apart; the rest is logged as it comes. */
    private static final int MAX_DISTINCT = 1000;

    private final ConcurrentHashMap<String, LongAdder> seen = new ConcurrentHashMap<>();

    /** Reports a failure that happened at the place, such as a route. */
    public void report(String place, Throwable failure) {
        var trace = failure.getStackTrace();
        var key = place + ' ' + failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
        var count = seen.size() < MAX_DISTINCT ? seen.computeIfAbsent(key, k -> new LongAdder()) : seen.get(key);
        if (count != null) {
            count.increment();
        }
        if (count == null || count.sum() == 1) {
            LOG.error("{} failed", place, failure);
        } else {
            LOG.debug("{} failed again ({} times)", key, count.sum());
        }
    }
}
