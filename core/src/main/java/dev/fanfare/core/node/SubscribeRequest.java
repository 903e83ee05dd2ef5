package dev.fanfare.core.node;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a session's subscribe. Immutable.
 *
 * @param channel a valid name; see {@link ChannelName}
 * @param encoder encodes the pushes for the session
 * @param options options of the channel
 * @param since the last position of a returning client; null for a new client
 * @param rejectUnrecovered true to reject the subscribe if recovery is impossible
 */
public record SubscribeRequest(
        String channel,
        PushEncoder encoder,
        ChannelOptions options,
        @Nullable StreamPosition since,
        boolean rejectUnrecovered) {
    /** Creates a request for a channel with default options. */
    public SubscribeRequest(String channel, PushEncoder encoder) {
        this(channel, encoder, ChannelOptions.defaults(), null, false);
    }
}
