package dev.fanfare.server.token;

import java.util.Optional;

/**
 * The claims of a token about one subscription. An empty option keeps the channel's configuration. Immutable.
 *
 * @param info the channel info of the subscriber, visible to other clients
 * @param data the data in the reply to the subscribe
 */
public record SubscriptionOverrides(
        Optional<ClaimBytes> info,
        Optional<ClaimBytes> data,
        Optional<Boolean> presence,
        Optional<Boolean> joinLeave,
        Optional<Boolean> forceRecovery,
        Optional<Boolean> forcePositioning,
        Optional<Boolean> forcePushJoinLeave) {
    private static final SubscriptionOverrides NONE = new SubscriptionOverrides(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** No overrides, no info and no data. */
    public static SubscriptionOverrides none() {
        return NONE;
    }

    /** A copy with this info. */
    public SubscriptionOverrides withInfo(ClaimBytes other) {
        return new SubscriptionOverrides(
                Optional.of(other), data, presence, joinLeave, forceRecovery, forcePositioning, forcePushJoinLeave);
    }

    /** A copy with this data. */
    public SubscriptionOverrides withData(ClaimBytes other) {
        return new SubscriptionOverrides(
                info, Optional.of(other), presence, joinLeave, forceRecovery, forcePositioning, forcePushJoinLeave);
    }
}
