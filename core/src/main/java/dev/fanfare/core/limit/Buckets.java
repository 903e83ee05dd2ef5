package dev.fanfare.core.limit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** A bucket for each of the keys that were seen last; the one that was not seen longest is forgotten first. Thread-safe. */
public final class Buckets {
    /** The longest key that is kept as it is. */
    private static final int MAX_KEY_CHARS = 64;

    private final Rate rate;
    private final int maxKeys;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, TokenBucket> buckets;

    /** Buckets of this rate, for so many keys. */
    public Buckets(Rate rate, int maxKeys) {
        this.rate = rate;
        this.maxKeys = maxKeys;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true);
    }

    /** Takes one of the key's; zero when there was one, else the nanoseconds until there is. */
    public long take(String key, long nowNanos) {
        lock.lock();
        try {
            long wait = buckets.computeIfAbsent(shortened(key), unseen -> new TokenBucket(rate, nowNanos))
                    .take(nowNanos);
            if (buckets.size() > maxKeys) {
                buckets.pollFirstEntry();
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }

    /** A client that names itself can't make its key as long as it likes: a digest stands for a long one. */
    private static String shortened(String key) {
        if (key.length() <= MAX_KEY_CHARS) {
            return key;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "SHA-256 " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
