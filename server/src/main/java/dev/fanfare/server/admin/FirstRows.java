package dev.fanfare.server.admin;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The first rows in the order of their keys, of many that are offered. Thread-safe without locks: event loops add rows. */
final class FirstRows<R> {
    private final String after;
    private final int limit;
    private final ConcurrentSkipListMap<String, R> rows = new ConcurrentSkipListMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger matches = new AtomicInteger();

    /** Keeps rows whose keys follow this one. */
    FirstRows(String after, int limit) {
        this.after = after;
        this.limit = limit;
    }

    /** Offers a row, which is created only if it is among the first so far. */
    void offer(String key, Supplier<R> row) {
        matches.incrementAndGet();
        if (key.compareTo(after) <= 0 || isBehind(key)) {
            return;
        }
        if (rows.put(key, row.get()) == null && size.incrementAndGet() > limit && rows.pollLastEntry() != null) {
            size.decrementAndGet();
        }
    }

    /** Returns true if enough smaller keys are known. Rows leave only for smaller ones, so this does not change later. */
    private boolean isBehind(String key) {
        if (size.get() < limit) {
            return false;
        }
        var greatest = rows.lastEntry();
        return greatest != null && key.compareTo(greatest.getKey()) >= 0;
    }

    List<R> rows() {
        return rows.values().stream().limit(limit).toList();
    }

    /** Returns the number of rows that were offered. */
    int matches() {
        return matches.get();
    }
}
