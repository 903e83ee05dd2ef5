package dev.fanfare.engine.redis;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Results that are expensive to read, kept for a short time. Thread-safe.
 *
 * @param <T> type of the results
 */
final class RecentResults<T> {
    private final ConcurrentHashMap<String, T> results = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;
    private final Duration age;

    RecentResults(ScheduledExecutorService timer, Duration age) {
        this.timer = timer;
        this.age = age;
    }

    @Nullable
    T get(String channel) {
        return results.get(channel);
    }

    /** Keeps a result that was just read. Called on the thread of the timer. */
    void keep(String channel, T result) {
        results.put(channel, result);
        timer.schedule(() -> results.remove(channel, result), age.toNanos(), TimeUnit.NANOSECONDS);
    }
}
