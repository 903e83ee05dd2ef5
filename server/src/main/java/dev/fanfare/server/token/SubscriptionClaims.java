package dev.fanfare.server.token;

import java.time.Instant;
import java.util.Optional;

/**
 * The claims of a subscription token. The caller must compare user, channel and client with those of the connection. Immutable.
 *
 * @param user empty for an anonymous user
 * @param client the only connection that may use the token; empty for any connection of the user
 * @param expireAt the end of the subscription unless it is refreshed; empty for no end
 * @param overrides info, data and options of the subscription
 */
public record SubscriptionClaims(
        String user,
        String channel,
        Optional<String> client,
        Optional<Instant> expireAt,
        SubscriptionOverrides overrides) {
    /** Claims with a user and a channel only. */
    public static SubscriptionClaims of(String user, String channel) {
        return new SubscriptionClaims(user, channel, Optional.empty(), Optional.empty(), SubscriptionOverrides.NONE);
    }

    /** A copy with an end. */
    public SubscriptionClaims withExpireAt(Instant other) {
        return new SubscriptionClaims(user, channel, client, Optional.of(other), overrides);
    }

    /** A copy with other overrides. */
    public SubscriptionClaims withOverrides(SubscriptionOverrides other) {
        return new SubscriptionClaims(user, channel, client, expireAt, other);
    }
}
