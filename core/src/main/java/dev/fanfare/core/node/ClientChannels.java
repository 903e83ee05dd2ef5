package dev.fanfare.core.node;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletionStage;

/** The channels that the clients of a protocol may use, as declared by the application. Thread-safe. */
public interface ClientChannels {
    /**
     * Returns the options of a channel.
     *
     * @throws dev.fanfare.model.channel.InvalidChannelNameException if the name is invalid or not available to clients
     */
    ChannelOptions options(String channel);

    /**
     * Publishes to the channel with the retention of its declaration, regardless of the options.
     *
     * @return the outcome; fails as {@link Node#publish} does
     * @throws dev.fanfare.model.channel.InvalidChannelNameException as above
     */
    CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how);
}
