package dev.fanfare.server.token;

import dev.fanfare.model.channel.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a connection token. Immutable.
 *
 * @param user empty for an anonymous user
 * @param expireAt the end of the connection unless it is refreshed; empty for no end
 * @param info the connection info, visible to other clients; null for none
 * @param meta JSON that only the backend receives; null for none
 * @param channels the server-side subscriptions; ignored if {@code subs} is not empty
 * @param subs the server-side subscriptions with their options
 */
public record ConnectionClaims(
        String user,
        Optional<Instant> expireAt,
        @Nullable Payload info,
        @Nullable Payload meta,
        List<String> channels,
        Map<String, SubscriptionOverrides> subs) {
    public ConnectionClaims {
        channels = List.copyOf(channels);
        subs = Map.copyOf(subs);
    }

    /** Claims with a user only. */
    public static ConnectionClaims of(String user) {
        return new ConnectionClaims(user, Optional.empty(), null, null, List.of(), Map.of());
    }

    /** A copy with an end. */
    public ConnectionClaims withExpireAt(Instant other) {
        return new ConnectionClaims(user, Optional.of(other), info, meta, channels, subs);
    }

    /** A copy with this info. */
    public ConnectionClaims withInfo(Payload other) {
        return new ConnectionClaims(user, expireAt, other, meta, channels, subs);
    }

    /** A copy with this JSON for the backend. */
    public ConnectionClaims withMeta(Payload other) {
        return new ConnectionClaims(user, expireAt, info, other, channels, subs);
    }
}
