package dev.fanfare.app.internal.channel;

import dev.fanfare.app.internal.event.EventChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.RelayedPublications;
import dev.fanfare.core.port.Relay;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Connects all channels of a prefix to an external system, whose channel names lack the prefix. Thread-safe. */
public final class ChannelRelay {
    private final String prefix;
    private final Relay relay;
    private final Node node;

    public ChannelRelay(String prefix, Relay relay, Node node) {
        this.prefix = prefix;
        this.relay = relay;
        this.node = node;
    }

    /** Starts to receive. */
    public void start() {
        relay.start(new RelayedPublications(
                prefix + "*",
                node,
                channel -> List.of(prefix + channel),
                name -> EventChannels.requireUnreserved(ChannelName.require(name)),
                name -> name.startsWith(prefix)));
    }

    /** Publishes to the external system only: the publication returns from there. */
    CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        if (!options.equals(PublishOptions.NONE) || !publication.tags().isEmpty() || publication.excluded() != null) {
            throw new IllegalArgumentException("channel " + channel
                    + " is relayed to an external system, which supports no tags, no excluded client and no options: "
                    + "publish the payload only");
        }
        return relay.publish(
                        channel.substring(prefix.length()),
                        publication.payload().bytes())
                .thenApply(published -> new PublishResult.Accepted(null));
    }
}
