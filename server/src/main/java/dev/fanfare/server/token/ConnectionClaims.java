package dev.fanfare.server.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connection token says. Immutable.
 *
 * @param user empty for an anonymous one
 * @param expireAt when the connection ends unless it is refreshed; empty for never
 * @param info what other clients see of this one
 * @param meta what only the backend sees, JSON
 * @param channels what the server subscribes the client to; not looked at when there are {@code subs}
 * @param subs the same, with options by channel
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

    /** Claims of a user that say nothing else. */
    public static ConnectionClaims of(String user) {
        return new ConnectionClaims(user, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of());
    }

    /** The same until then. */
    public ConnectionClaims withExpireAt(Instant other) {
        return new ConnectionClaims(user, Optional.of(other), info, meta, channels, subs);
    }

    /** The same with this info. */
    public ConnectionClaims withInfo(ClaimBytes other) {
        return new ConnectionClaims(user, expireAt, Optional.of(other), meta, channels, subs);
    }

    /** The same with this JSON for the backend. */
    public ConnectionClaims withMeta(ClaimBytes other) {
        return new ConnectionClaims(user, expireAt, info, Optional.of(other), channels, subs);
    }

    /** The same with these channels. */
    public ConnectionClaims withChannels(List<String> other) {
        return new ConnectionClaims(user, expireAt, info, meta, other, subs);
    }

    /** The same with these channels and their options. */
    public ConnectionClaims withSubs(Map<String, SubscriptionOverrides> other) {
        return new ConnectionClaims(user, expireAt, info, meta, channels, other);
    }
}
