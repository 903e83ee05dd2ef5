package dev.fanfare.model.access;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.RecoveryMode;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one subscription that differ from its channel's; null keeps the channel's setting. Immutable.
 *
 * @param presence whether the client appears in the channel's presence
 * @param joinLeave whether the channel receives join and leave events of this client
 * @param forceRecovery whether the subscription recovers; ignored if the channel keeps no history
 * @param forcePositioning whether the subscription is positioned; ignored if the channel keeps no history
 * @param forcePushJoinLeave whether the client receives join and leave events without a request
 */
public record Overrides(
        @Nullable Boolean presence,
        @Nullable Boolean joinLeave,
        @Nullable Boolean forceRecovery,
        @Nullable Boolean forcePositioning,
        @Nullable Boolean forcePushJoinLeave) {
    /** No differences. */
    public static final Overrides NONE = new Overrides(null, null, null, null, null);

    /** Returns the given channel options with these differences. */
    public ChannelOptions applyTo(ChannelOptions options) {
        return options.recovery(recoveryMode(options))
                .presence(presence == null ? options.hasPresence() : presence)
                .joinLeave(joinLeave == null ? options.hasJoinLeave() : joinLeave);
    }

    private RecoveryMode recoveryMode(ChannelOptions options) {
        var recoveryMode = options.recoveryMode();
        if (options.retention() == null || options.slowClientPolicy().mayDrop()) {
            return recoveryMode;
        }
        boolean recovers = recoveryMode == RecoveryMode.STREAM_RECOVERY || recoveryMode == RecoveryMode.CACHE_RECOVERY;
        if (forceRecovery != null && forceRecovery != recovers) {
            return forceRecovery ? RecoveryMode.STREAM_RECOVERY : atMostPositioned(recoveryMode);
        }
        if (recovers || forcePositioning == null) {
            return recoveryMode;
        }
        return forcePositioning ? RecoveryMode.POSITIONED : RecoveryMode.NONE;
    }

    private RecoveryMode atMostPositioned(RecoveryMode recoveryMode) {
        return Boolean.FALSE.equals(forcePositioning) || recoveryMode == RecoveryMode.NONE
                ? RecoveryMode.NONE
                : RecoveryMode.POSITIONED;
    }
}
