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
    /** Returns the value of this name. */
    Optional<String> get(String name);

    /** Returns all values by name. */
    Map<String, String> values();

    /**
     * Sets a value.
     *
     * @throws IllegalArgumentException if the session would exceed the maximum size of a cookie; it is then unchanged
     */
    void put(String name, String value);

    /** Removes a value. Has no effect if it is absent. */
    void remove(String name);

    /** Removes all values; the session stays usable. */
    void clear();

    /** Ends the session: the response deletes the cookie, and further values are rejected. */
    void invalidate();

    /** Returns when the session expires; a change extends it. */
    Instant expiresAt();
}
