package dev.fanfare.app;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Texts that the browser keeps for the application between requests, in a signed cookie: the client can read them but not
 * change them. What is changed goes with the answer: the response, or the 101 of a handshake. Thread-safe.
 *
 * <p>The methods that change throw {@link IllegalStateException} once the answer is on its way.
 */
public interface CookieSession {
    /** The value of this name. */
    Optional<String> get(String name);

    /** All names and values. */
    Map<String, String> values();

    /**
     * Sets a value.
     *
     * @throws IllegalArgumentException when the session would become larger than a cookie may be; it is unchanged then
     */
    void put(String name, String value);

    /** Removes a value. Does nothing when there is none. */
    void remove(String name);

    /** Removes all values; the session can be used on. */
    void clear();

    /** Ends the session: the browser is told to forget it, and nothing can be put into it any more. */
    void invalidate();

    /** When the browser loses it unless it is changed before. */
    Instant expiresAt();
}
