package dev.fanfare.simulation.client;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.RecoveryMode;

/**
 * A channel of a simulation. Immutable.
 *
 * @param name its name
 * @param options how it behaves, for all who subscribe and publish
 */
public record ChannelPlan(String name, ChannelOptions options) {
    /** The tag that some publications have, to conflate by. */
    public static final String TAG = "key";

    /** True if each publication follows the previous one, or the client is notified. */
    public boolean isPositioned() {
        return options.recoveryMode() != RecoveryMode.NONE;
    }

    /** True when a client that returns may ask for what it missed. */
    public boolean isRecoverable() {
        return options.recoveryMode() == RecoveryMode.STREAM_RECOVERY || isCache();
    }

    /** True when the latest publication is all that a client that returns needs. */
    public boolean isCache() {
        return options.recoveryMode() == RecoveryMode.CACHE_RECOVERY;
    }

    /** True when a slow client may miss publications that newer ones replace. */
    public boolean mayDrop() {
        return options.slowClientPolicy().mayDrop();
    }

    /** How to publish into it. */
    public PublishOptions publishOptions() {
        var retention = options.retention();
        return retention == null ? PublishOptions.NONE : PublishOptions.NONE.withRetention(retention);
    }
}
