package dev.fanfare.server.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The logins of browsers. Thread-safe. A login consists of two secrets: a cookie, which scripts cannot read, and a key, which the page
 * stores. Browsers send cookies to every port of a host, so a cookie alone is worth nothing to a service on another port.
 */
final class AdminLogins {
    /** A login ends after this time without a request. */
    static final Duration IDLE = Duration.ofMinutes(30);
    /** A login ends after this time in any case. */
    static final Duration LIFETIME = Duration.ofHours(12);
    /** The login that was used least recently ends if there are more. */
    static final int MAX = 100;

    private static final int SECRET_BYTES = 32;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    AdminLogins(InstantSource clock) {
        this.clock = clock;
    }

    /** The two secrets of a login. Immutable. */
    record LoginSecrets(String cookie, String key) {
        @Override
        public String toString() {
            return "LoginSecrets[***]";
        }
    }

    /** A login, with the digest of its key; the secrets are not kept. */
    private record Entry(String key, Instant since, Instant used) {
        boolean isValid(Instant now) {
            return now.isBefore(used.plus(IDLE)) && now.isBefore(since.plus(LIFETIME));
        }
    }

    LoginSecrets begin() {
        var login = new LoginSecrets(secret(), secret());
        var now = clock.instant();
        lock.lock();
        try {
            entries.values().removeIf(entry -> !entry.isValid(now));
            entries.put(name(login.cookie), new Entry(name(login.key), now, now));
            if (entries.size() > MAX) {
                entries.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
        return login;
    }

    /** Returns true for a valid login, which is then used. */
    boolean use(String cookie, String key) {
        var now = clock.instant();
        var name = name(cookie);
        lock.lock();
        try {
            var entry = entries.get(name);
            boolean valid = entry != null && entry.isValid(now) && isEqual(entry.key, name(key));
            if (entry != null && valid) {
                entries.put(name, new Entry(entry.key, entry.since, now));
            }
            return valid;
        } finally {
            lock.unlock();
        }
    }

    void end(@Nullable String cookie) {
        lock.lock();
        try {
            if (cookie != null) {
                entries.remove(name(cookie));
            }
        } finally {
            lock.unlock();
        }
    }

    private String secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String name(String cookie) {
        return Base64.getEncoder().encodeToString(digest(cookie));
    }

    private static boolean isEqual(String known, String sent) {
        return MessageDigest.isEqual(known.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
