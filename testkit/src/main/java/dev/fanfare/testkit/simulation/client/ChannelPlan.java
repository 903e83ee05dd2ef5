package dev.fanfare.testkit.simulation.client;

import dev.fanfare.core.node.ChannelOptions;
import dev.fanfare.core.node.Positioning;
import dev.fanfare.core.port.PublishOptions;

/**
 * A channel of a simulation. Immutable.
 *
 * @param name its name
 * @param options how it behaves, for all who subscribe and publish
 */
public record ChannelPlan(String name, ChannelOptions options) {
    /** The tag that some publications have, to conflate by. */
    public static final String TAG = "key";

    /** True when each publication follows the one before, or the client is told. */
    public boolean isPositioned() {
        return options.positioning() != Positioning.NONE;
    }

    /** True when a client that returns may ask for what it missed. */
    public boolean isRecoverable() {
        return options.positioning() == Positioning.STREAM_RECOVERY || isCache();
    }

    /** True when the latest publication is all that a client that returns needs. */
    public boolean isCache() {
        return options.positioning() == Positioning.CACHE_RECOVERY;
    }

    /** True when a slow client may miss publications that newer ones replace. */
    public boolean mayDrop() {
        return options.outboxPolicy().mayDrop();
    }

    /** How to publish into it. */
    public PublishOptions publishOptions() {
        var retention = options.retention();
        return retention == null ? PublishOptions.NONE : PublishOptions.NONE.withRetention(retention);
    }
}
