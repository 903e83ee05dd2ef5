package dev.fanfare.app.internal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each distinct failure of application code once with its trace, and counts its repetitions. Thread-safe. */
public final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    /** So many distinct failures are told apart; the rest is logged as it comes. */
    private static final int MAX_DISTINCT = 1000;

    private final ConcurrentHashMap<String, AtomicLong> seen = new ConcurrentHashMap<>();

    /** Reports a failure that happened at the place, such as a route. */
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

    /** Reports code that held an event loop: the first time, and each time the number has doubled. */
    public void reportSlow(String code, long millis) {
        long times = count(code);
        if (Long.bitCount(times) == 1) {
            LOG.warn("{} held its event loop for {} ms, and was slow {} times so far", code, millis, times);
        }
    }

    /** Reports that code was too slow for what came to it and missed it: the first time, and each time the number has doubled. */
    public void reportMissed(String code) {
        long times = count(code + " missed");
        if (Long.bitCount(times) == 1) {
            LOG.warn("{} is too slow and has missed {} events so far", code, times);
        }
    }

    /** How often the key was reported, this time included; 1 for those that are too many to be told apart. */
    private long count(String key) {
        var known = seen.get(key);
        if (known == null && seen.size() < MAX_DISTINCT) {
            known = seen.computeIfAbsent(key, k -> new AtomicLong());
        }
        return known == null ? 1 : known.incrementAndGet();
    }
}
