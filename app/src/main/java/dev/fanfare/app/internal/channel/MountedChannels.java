package dev.fanfare.app.internal.channel;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletionStage;

/** The application's channels for clients of a mounted protocol. Thread-safe. */
public record MountedChannels(AppContext context) implements ClientChannels {
    @Override
    public ChannelOptions options(String channel) {
        return NodeChannel.of(context, channel).optionsForSubscription();
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        return NodeChannel.of(context, channel).publishAsync(publication, options);
    }
}
