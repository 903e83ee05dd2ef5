package dev.fanfare.core.limit;

import dev.fanfare.model.access.Rate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Token buckets by key. When there are too many, the least recently used one is removed. Thread-safe. */
public final class Buckets {
    /** Maximum length of a key that is stored unchanged. */
    private static final int MAX_KEY_CHARS = 64;

    private final Rate rate;
    private final int maxKeys;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, TokenBucket> buckets;

    /** Creates buckets of one rate for a maximum number of keys. */
    public Buckets(Rate rate, int maxKeys) {
        this.rate = rate;
        this.maxKeys = maxKeys;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true);
    }

    /** Tries to take a token of the key. Returns 0 on success, otherwise the nanoseconds to wait. */
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

    /** Replaces long keys by a digest, because clients choose some of the keys. */
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
