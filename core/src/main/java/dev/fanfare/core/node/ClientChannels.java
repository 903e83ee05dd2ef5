package dev.fanfare.core.node;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletionStage;

/** The channels that a protocol's clients may name, as the program around the protocol has declared them. Thread-safe. */
public interface ClientChannels {
    /**
     * How the channel behaves.
     *
     * @throws dev.fanfare.model.channel.InvalidChannelNameException when no channel may be called so, or no client may name it
     */
    ChannelOptions options(String channel);

    /**
     * Publishes into the channel, by its own retention, whatever the options say.
     *
     * @return the answer; fails as {@link Node#publish} does
     * @throws dev.fanfare.model.channel.InvalidChannelNameException as above
     */
    CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how);
}
