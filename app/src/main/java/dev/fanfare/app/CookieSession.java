package dev.fanfare.app;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Named values in a signed browser cookie. Thread-safe.
 *
 * <p>The client can read the values but not change them. Changes are sent with the response, or with the 101 response of a
 * handshake. Modifying methods throw {@link IllegalStateException} after the response was sent.
 */
public interface CookieSession {
    /** Returns the random id, which stays the same until {@link #clear}. Store it to revoke the session from elsewhere. */
    String id();

    /** Returns the value of this name. */
    Optional<String> get(String name);

    /** Returns all values by name. */
    Map<String, String> values();

    /**
     * Sets a value.
     *
     * @throws SessionTooLargeException if the session would exceed the maximum size of a cookie; it is then unchanged
     */
    void put(String name, String value);

    /** Removes a value. Has no effect if it is absent. */
    void remove(String name);

    /**
     * Removes all values and changes the id, which prevents session fixation. The session stays usable. A cookie with the previous id
     * is revoked if the sessions have a denylist.
     */
    void clear();

    /**
     * Ends the session: the response deletes the cookie, and further values are rejected. Copies of the cookie are revoked if the
     * sessions have a denylist; otherwise they stay valid until they expire.
     */
    void invalidate();

    /** Returns when the session expires; a change extends it. */
    Instant expiresAt();
}
