package dev.fanfare.app;

import dev.fanfare.app.event.EventChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.Relay;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between the channels of a family and those of another system, whose names lack the prefix. Thread-safe. */
final class ChannelRelay {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelRelay.class);

    private final String prefix;
    private final Relay relay;
    private final Node node;

    ChannelRelay(String prefix, Relay relay, Node node) {
        this.prefix = prefix;
        this.relay = relay;
        this.node = node;
    }

    /** Begins to listen. */
    void start() {
        relay.start(new Listener());
    }

    /** Publishes there; only there, for it comes back. */
    CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how) {
        if (!how.equals(PublishOptions.NONE) || !publication.tags().isEmpty() || publication.excluded() != null) {
            throw new IllegalArgumentException(
                    channel
                            + " stands for a channel of another system, which has no tags, no exclusion and no options of publishing");
        }
        return relay.publish(
                        channel.substring(prefix.length()),
                        publication.payload().bytes())
                .thenApply(published -> new PublishResult.Accepted(null));
    }

    private final class Listener implements Relay.RelayListener {
        @Override
        public void onMessage(String channel, byte[] message) {
            try {
                var name = EventChannels.requireOpen(ChannelName.require(prefix + channel));
                node.deliver(name, Publication.of(Payload.detect(message)));
            } catch (InvalidChannelNameException unusable) {
                LOG.debug("a message of a channel that can't be one here is passed over: {}", unusable.getMessage());
            }
        }

        @Override
        public void onInterrupted() {
            LOG.warn("{}* may have missed messages: the system that it stands for was away", prefix);
            node.interrupted(channel -> channel.startsWith(prefix));
        }
    }
}
