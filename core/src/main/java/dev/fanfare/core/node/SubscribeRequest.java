package dev.fanfare.core.node;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks for when it subscribes. Immutable.
 *
 * @param channel its name
 * @param encoder makes the frames that the session gets
 * @param options how the channel behaves
 * @param since where the client stood when it left, to recover from there; null when it does not return
 * @param rejectUnrecovered true to be refused rather than to begin anew when it can't be recovered
 */
public record SubscribeRequest(
        String channel,
        PushEncoder encoder,
        ChannelOptions options,
        @Nullable StreamPosition since,
        boolean rejectUnrecovered) {
    public SubscribeRequest {
        ChannelName.require(channel);
    }

    /** A request for a channel with the default options. */
    public SubscribeRequest(String channel, PushEncoder encoder) {
        this(channel, encoder, ChannelOptions.defaults(), null, false);
    }
}
