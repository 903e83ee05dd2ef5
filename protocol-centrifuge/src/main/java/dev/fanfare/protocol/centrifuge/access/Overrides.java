package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.core.node.ChannelOptions;
import dev.fanfare.core.node.Positioning;
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
        return new ChannelOptions(
                options.retention(),
                positioning(options),
                presence == null ? options.presence() : presence,
                joinLeave == null ? options.joinLeave() : joinLeave,
                options.outboxPolicy());
    }

    private Positioning positioning(ChannelOptions options) {
        var positioning = options.positioning();
        if (options.retention() == null || options.outboxPolicy().mayDrop()) {
            return positioning;
        }
        boolean recovers = positioning == Positioning.STREAM_RECOVERY || positioning == Positioning.CACHE_RECOVERY;
        if (forceRecovery != null && forceRecovery != recovers) {
            return forceRecovery ? Positioning.STREAM_RECOVERY : atMostPositioned(positioning);
        }
        if (recovers || forcePositioning == null) {
            return positioning;
        }
        return forcePositioning ? Positioning.POSITIONED : Positioning.NONE;
    }

    private Positioning atMostPositioned(Positioning positioning) {
        return Boolean.FALSE.equals(forcePositioning) || positioning == Positioning.NONE
                ? Positioning.NONE
                : Positioning.POSITIONED;
    }
}
