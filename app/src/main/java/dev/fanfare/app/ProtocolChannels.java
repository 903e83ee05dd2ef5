package dev.fanfare.app;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletionStage;

/** The application's channels, as protocols see them. Thread-safe. */
record ProtocolChannels(SocketContext context) implements ClientChannels {
    @Override
    public ChannelOptions options(String channel) {
        return new Channel(context, channel).options();
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how) {
        return new Channel(context, channel).publishAsync(publication, how);
    }
}
