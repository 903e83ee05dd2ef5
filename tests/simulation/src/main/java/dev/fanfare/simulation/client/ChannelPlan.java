package dev.fanfare.simulation.client;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.RecoveryMode;

/**
 * A channel of a simulation. Immutable.
 *
 * @param name its name
 * @param options its options, equal on all nodes
 */
public record ChannelPlan(String name, ChannelOptions options) {
    /** The tag of some publications, which is the key for conflation. */
    public static final String TAG = "key";

    /** True if a client receives publications without gaps or is notified of a gap. */
    public boolean isPositioned() {
        return options.recoveryMode() != RecoveryMode.NONE;
    }

    /** True if a returning client can recover missed publications. */
    public boolean isRecoverable() {
        return options.recoveryMode() == RecoveryMode.STREAM_RECOVERY || isCache();
    }

    /** True if a returning client needs the latest publication only. */
    public boolean isCache() {
        return options.recoveryMode() == RecoveryMode.CACHE_RECOVERY;
    }

    /** True if a slow client may miss publications that newer ones replace. */
    public boolean mayDrop() {
        return options.slowClientPolicy().mayDrop();
    }

    /** The options of its publishes. */
    public PublishOptions publishOptions() {
        var retention = options.retention();
        return retention == null ? PublishOptions.NONE : PublishOptions.NONE.withRetention(retention);
    }
}
