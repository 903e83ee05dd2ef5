package dev.fanfare.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/** Users that may not connect for a time. Thread-safe. The blocks of a node end with its process. */
public final class UserBlocks {
    /** Maximum number of users. */
    public static final int MAX = 10_000;

    private final InstantSource clock;
    private final ConcurrentHashMap<String, Instant> until = new ConcurrentHashMap<>();

    public UserBlocks(InstantSource clock) {
        this.clock = clock;
    }

    /** Blocks a user from now on for a time; zero ends the block. Returns false if too many users are blocked. */
    public boolean block(String user, Duration time) {
        var now = clock.instant();
        if (time.isZero()) {
            until.remove(user);
            return true;
        }
        if (until.size() >= MAX) {
            until.values().removeIf(end -> !now.isBefore(end));
        }
        if (until.size() >= MAX && !until.containsKey(user)) {
            return false;
        }
        until.put(user, now.plus(time));
        return true;
    }

    /** Returns true while the user is blocked. */
    public boolean isBlocked(String user) {
        if (until.isEmpty()) {
            return false;
        }
        var end = until.get(user);
        return end != null && clock.instant().isBefore(end);
    }
}
