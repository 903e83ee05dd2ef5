package dev.fanfare.server.token;

import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token about one subscription. Immutable.
 *
 * @param info the channel info of the subscriber, visible to other clients; null for none
 * @param data the data in the reply to the subscribe; null for none
 * @param settings the settings that differ from the channel's
 */
public record SubscriptionOverrides(
        @Nullable Payload info, @Nullable Payload data, Overrides settings) {
    /** No info, no data and the settings of the channel. */
    public static final SubscriptionOverrides NONE = new SubscriptionOverrides(null, null, Overrides.NONE);

    /** A copy with this info. */
    public SubscriptionOverrides withInfo(Payload other) {
        return new SubscriptionOverrides(other, data, settings);
    }
}
