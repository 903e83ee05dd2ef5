package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.RecoveryMode;
import org.jspecify.annotations.Nullable;

/**
 * What one subscription has otherwise than its channel says; null leaves it as the channel says. Immutable.
 *
 * @param presence whether the client is shown as being in the channel
 * @param joinLeave whether its coming and going is told
 * @param forceRecovery whether it recovers; without effect where the channel keeps no history
 * @param forcePositioning whether its position is watched; without effect where the channel keeps no history
 * @param forcePushJoinLeave whether it gets joins and leaves without asking
 */
public record Overrides(
        @Nullable Boolean presence,
        @Nullable Boolean joinLeave,
        @Nullable Boolean forceRecovery,
        @Nullable Boolean forcePositioning,
        @Nullable Boolean forcePushJoinLeave) {
    /** All is as the channel says. */
    public static final Overrides NONE = new Overrides(null, null, null, null, null);

    /** The channel's options for this subscription. */
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
