package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A subscription is allowed. Immutable; begin with {@link #OPEN} or {@link #PLAIN}.
 *
 * @param chanInfo what others are told of the client in this channel; null for nothing
 * @param expiry how long, and what then
 * @param data for the client; null for none
 * @param mayPosition whether the client may have its position watched where the channel does not do that by itself
 * @param mayRecover whether the client may recover where the channel does not offer that by itself
 * @param mayHearJoins whether it may ask for joins and leaves
 * @param mayFilter whether it may ask for a part of the publications
 * @param mayDelta whether it may ask for deltas
 * @param hearsJoins whether it gets joins and leaves without asking
 * @param overrides what it has otherwise than the channel says
 */
public record Grant(
        @Nullable Payload chanInfo,
        Expiry expiry,
        @Nullable Payload data,
        boolean mayPosition,
        boolean mayRecover,
        boolean mayHearJoins,
        boolean mayFilter,
        boolean mayDelta,
        boolean hearsJoins,
        Overrides overrides) {
    /** The channel's own options hold, and the client gets what it asks for where the channel has it. */
    public static final Grant OPEN =
            new Grant(null, Expiry.NEVER, null, true, true, true, true, true, false, Overrides.NONE);

    /** The channel's own options hold, and nothing that the client asks for beside them. */
    public static final Grant PLAIN =
            new Grant(null, Expiry.NEVER, null, false, false, false, false, false, false, Overrides.NONE);

    /** The same with what others are told. */
    public Grant withChanInfo(Payload info) {
        return new Grant(
                info, expiry, data, mayPosition, mayRecover, mayHearJoins, mayFilter, mayDelta, hearsJoins, overrides);
    }

    /** The same with an end. */
    public Grant withExpiry(Expiry other) {
        return new Grant(
                chanInfo,
                other,
                data,
                mayPosition,
                mayRecover,
                mayHearJoins,
                mayFilter,
                mayDelta,
                hearsJoins,
                overrides);
    }

    /** The same with data for the client. */
    public Grant withData(Payload forClient) {
        return new Grant(
                chanInfo,
                expiry,
                forClient,
                mayPosition,
                mayRecover,
                mayHearJoins,
                mayFilter,
                mayDelta,
                hearsJoins,
                overrides);
    }

    /** The same with joins and leaves, asked for or not. */
    public Grant withJoins() {
        return new Grant(chanInfo, expiry, data, mayPosition, mayRecover, true, mayFilter, mayDelta, true, overrides);
    }

    /** The same with what it has otherwise than the channel says. */
    public Grant withOverrides(Overrides others) {
        return new Grant(
                chanInfo,
                expiry,
                data,
                mayPosition,
                mayRecover,
                mayHearJoins,
                mayFilter,
                mayDelta,
                hearsJoins || Boolean.TRUE.equals(others.forcePushJoinLeave()),
                others);
    }
}
