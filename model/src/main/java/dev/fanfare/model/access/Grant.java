package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Permission to subscribe, and the settings of the subscription. Immutable; start from {@link #OPEN} or {@link #PLAIN}.
 *
 * @param chanInfo channel info, which other clients of the channel see; null for none
 * @param expiry time limit of the subscription
 * @param data for the client; null for none
 * @param mayPosition whether the client may request positioning if the channel does not force it
 * @param mayRecover whether the client may request recovery if the channel does not force it
 * @param mayReceiveJoins whether the client may request join and leave events
 * @param mayFilter whether the client may filter publications by tags
 * @param mayDelta whether the client may request deltas
 * @param receivesJoins whether the client receives join and leave events without a request
 * @param overrides settings that differ from the channel's
 */
public record Grant(
        @Nullable Payload chanInfo,
        Expiry expiry,
        @Nullable Payload data,
        boolean mayPosition,
        boolean mayRecover,
        boolean mayReceiveJoins,
        boolean mayFilter,
        boolean mayDelta,
        boolean receivesJoins,
        Overrides overrides) {
    /** The channel's own options, and every feature that the client requests and the channel offers. */
    public static final Grant OPEN =
            new Grant(null, Expiry.NEVER, null, true, true, true, true, true, false, Overrides.NONE);

    /** The channel's own options only; requests of the client for further features are ignored. */
    public static final Grant PLAIN =
            new Grant(null, Expiry.NEVER, null, false, false, false, false, false, false, Overrides.NONE);

    /** Returns a copy with this channel info. */
    public Grant withChanInfo(Payload info) {
        return new Grant(
                info,
                expiry,
                data,
                mayPosition,
                mayRecover,
                mayReceiveJoins,
                mayFilter,
                mayDelta,
                receivesJoins,
                overrides);
    }

    /** Returns a copy with this time limit. */
    public Grant withExpiry(Expiry other) {
        return new Grant(
                chanInfo,
                other,
                data,
                mayPosition,
                mayRecover,
                mayReceiveJoins,
                mayFilter,
                mayDelta,
                receivesJoins,
                overrides);
    }

    /** Returns a copy with this data for the client. */
    public Grant withData(Payload forClient) {
        return new Grant(
                chanInfo,
                expiry,
                forClient,
                mayPosition,
                mayRecover,
                mayReceiveJoins,
                mayFilter,
                mayDelta,
                receivesJoins,
                overrides);
    }

    /** Returns a copy that receives join and leave events. */
    public Grant withJoins() {
        return new Grant(chanInfo, expiry, data, mayPosition, mayRecover, true, mayFilter, mayDelta, true, overrides);
    }

    /** Returns a copy with these overrides. */
    public Grant withOverrides(Overrides others) {
        return new Grant(
                chanInfo,
                expiry,
                data,
                mayPosition,
                mayRecover,
                mayReceiveJoins,
                mayFilter,
                mayDelta,
                receivesJoins || Boolean.TRUE.equals(others.forcePushJoinLeave()),
                others);
    }
}
