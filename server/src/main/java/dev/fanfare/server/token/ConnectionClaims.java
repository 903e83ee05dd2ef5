package dev.fanfare.server.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims of a connection token. Immutable.
 *
 * @param user empty for an anonymous user
 * @param expireAt the end of the connection unless it is refreshed; empty for no end
 * @param info the connection info, visible to other clients
 * @param meta JSON that only the backend receives
 * @param channels the server-side subscriptions; ignored if {@code subs} is not empty
 * @param subs the server-side subscriptions with their options
 */
public record ConnectionClaims(
        String user,
        Optional<Instant> expireAt,
        Optional<ClaimBytes> info,
        Optional<ClaimBytes> meta,
        List<String> channels,
        Map<String, SubscriptionOverrides> subs) {
    public ConnectionClaims {
        channels = List.copyOf(channels);
        subs = Map.copyOf(subs);
    }

    /** Claims with a user only. */
    public static ConnectionClaims of(String user) {
        return new ConnectionClaims(user, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of());
    }

    /** A copy with an end. */
    public ConnectionClaims withExpireAt(Instant other) {
        return new ConnectionClaims(user, Optional.of(other), info, meta, channels, subs);
    }

    /** A copy with this info. */
    public ConnectionClaims withInfo(ClaimBytes other) {
        return new ConnectionClaims(user, expireAt, Optional.of(other), meta, channels, subs);
    }

    /** A copy with this JSON for the backend. */
    public ConnectionClaims withMeta(ClaimBytes other) {
        return new ConnectionClaims(user, expireAt, info, Optional.of(other), channels, subs);
    }
}
