package dev.fanfare.app.security;

import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** A bucket for each of the keys that were seen last; the one that was not seen longest is forgotten first. Thread-safe. */
final class Buckets {
    private final TokenBucket.Rate rate;
    private final int maxKeys;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, TokenBucket> buckets;

    Buckets(TokenBucket.Rate rate, int maxKeys) {
        this.rate = rate;
        this.maxKeys = maxKeys;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true);
    }

    /** Takes one of the key's; zero when there was one, else the nanoseconds until there is. */
    long take(String key, long nowNanos) {
        lock.lock();
        try {
            long wait = buckets.computeIfAbsent(key, unseen -> new TokenBucket(rate, nowNanos))
                    .take(nowNanos);
            if (buckets.size() > maxKeys) {
                buckets.pollFirstEntry();
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }
}
