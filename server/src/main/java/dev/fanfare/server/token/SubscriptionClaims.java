package dev.fanfare.server.token;

import java.time.Instant;
import java.util.Optional;

/**
 * What a subscription token says. Whoever takes it compares user, channel and client to the connection's. Immutable.
 *
 * @param user empty for an anonymous one
 * @param client the only connection that may use it; empty for any of the user
 * @param expireAt when the subscription ends unless it is refreshed; empty for never
 * @param overrides info, data and options of the subscription
 */
public record SubscriptionClaims(
        String user,
        String channel,
        Optional<String> client,
        Optional<Instant> expireAt,
        SubscriptionOverrides overrides) {
    /** Claims of a user and a channel that say nothing else. */
    public static SubscriptionClaims of(String user, String channel) {
        return new SubscriptionClaims(user, channel, Optional.empty(), Optional.empty(), SubscriptionOverrides.none());
    }

    /** The same for this connection only. */
    public SubscriptionClaims withClient(String other) {
        return new SubscriptionClaims(user, channel, Optional.of(other), expireAt, overrides);
    }

    /** The same until then. */
    public SubscriptionClaims withExpireAt(Instant other) {
        return new SubscriptionClaims(user, channel, client, Optional.of(other), overrides);
    }

    /** The same with these overrides. */
    public SubscriptionClaims withOverrides(SubscriptionOverrides other) {
        return new SubscriptionClaims(user, channel, client, expireAt, other);
    }
}
