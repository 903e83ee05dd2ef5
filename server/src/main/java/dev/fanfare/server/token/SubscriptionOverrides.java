package dev.fanfare.server.token;

import java.util.Optional;

/**
 * What a token says of one subscription: what clients see of the subscriber and what the subscriber gets, and options of
 * the channel that are otherwise for this subscription; empty is as the channel is configured. Immutable.
 *
 * @param info what others see of the subscriber in this channel
 * @param data what the subscriber gets with the answer
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

    /** All as configured, without info and data. */
    public static SubscriptionOverrides none() {
        return NONE;
    }

    /** The same with this info. */
    public SubscriptionOverrides withInfo(ClaimBytes other) {
        return new SubscriptionOverrides(
                Optional.of(other), data, presence, joinLeave, forceRecovery, forcePositioning, forcePushJoinLeave);
    }

    /** The same with this data. */
    public SubscriptionOverrides withData(ClaimBytes other) {
        return new SubscriptionOverrides(
                info, Optional.of(other), presence, joinLeave, forceRecovery, forcePositioning, forcePushJoinLeave);
    }
}
