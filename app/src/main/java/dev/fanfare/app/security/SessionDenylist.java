package dev.fanfare.app.security;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The sessions that were revoked before their cookies expired. Thread-safe; methods run on virtual threads and may block. A failure of
 * a method fails the request. Implement it on a shared store if several nodes accept the same cookies.
 */
public interface SessionDenylist {
    /**
     * Adds a session.
     *
     * @param id the {@link dev.fanfare.app.CookieSession#id}
     * @param until the time from which the entry can be removed, because every cookie of the session has expired
     */
    void add(String id, Instant until);

    /** Returns true if the session was added. Called for each request with a session cookie. */
    boolean contains(String id);

    /**
     * Creates a denylist in the memory of this process. When it is full, the entry that expires first is removed.
     *
     * @param maxSessions the maximum number of entries, each of which takes about 200 bytes
     */
    static SessionDenylist inMemory(int maxSessions) {
        return new MemorySessionDenylist(maxSessions, InstantSource.system());
    }
}
