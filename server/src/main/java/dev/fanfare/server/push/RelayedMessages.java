package dev.fanfare.server.push;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.Relay;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers messages from Redis to the subscribers of this node. Confined to the relay's thread. */
record RelayedMessages(Bridges bridges, Node node) implements Relay.RelayListener {
    private static final Logger LOG = LoggerFactory.getLogger(RelayedMessages.class);

    @Override
    public void onMessage(String channel, byte[] message) {
        var targets = bridges.targets(channel);
        if (targets.isEmpty()) {
            return;
        }
        var publication = Publication.of(Payload.detect(message));
        targets.forEach(target -> deliver(target, publication));
    }

    @Override
    public void onInterrupted() {
        LOG.warn("the connection to Redis was lost and is restored; clients of redis-push may have missed messages");
        node.interrupted(bridges::isTarget);
    }

    private void deliver(String target, Publication publication) {
        try {
            node.deliver(ChannelName.require(target), publication);
        } catch (InvalidChannelNameException unusable) {
            LOG.debug("ignored a message from a Redis channel with an invalid name: {}", unusable.getMessage());
        }
    }
}
