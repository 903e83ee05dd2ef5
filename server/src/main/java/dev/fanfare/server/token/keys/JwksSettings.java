package dev.fanfare.server.token.keys;

import java.time.Duration;

/**
 * Where key sets (RFC 7517, 5) are and how they are kept. Immutable.
 *
 * @param endpoint {@code https://} or {@code http://}, with <code>{{name}}</code> where a named group of the issuer or
 *     audience is to stand
 * @param timeout for one request, of which up to three are made
 * @param ttl after this a set is fetched again before its keys are used
 * @param refetchPause a key that a set doesn't have makes us fetch it again, but not sooner than this after the last time
 */
public record JwksSettings(String endpoint, Duration timeout, Duration ttl, Duration refetchPause) {
    public JwksSettings {
        requirePositive("timeout", timeout);
        requirePositive("ttl", ttl);
        requirePositive("refetchPause", refetchPause);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(name + " is at least a millisecond, not " + value);
        }
    }

    /** A second, an hour and ten seconds. */
    public static JwksSettings of(String endpoint) {
        return new JwksSettings(endpoint, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(10));
    }

    /** The same with this time for a request. */
    public JwksSettings withTimeout(Duration other) {
        return new JwksSettings(endpoint, other, ttl, refetchPause);
    }
}
