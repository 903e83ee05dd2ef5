package dev.fanfare.core.node;

import dev.fanfare.core.port.Relay;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the messages of a relay to the subscribers of this node. Thread-safe.
 *
 * @param source the bridged channels, for log messages
 * @param node the node that delivers
 * @param targets returns the channels of this node that receive the messages of an external channel
 * @param require returns a valid target and throws {@link InvalidChannelNameException} for any other
 * @param isTarget returns true for channels of this node that receive messages of the relay
 */
public record RelayedPublications(
        String source,
        Node node,
        Function<String, List<String>> targets,
        UnaryOperator<String> require,
        Predicate<String> isTarget)
        implements Relay.RelayListener {
    private static final Logger LOG = LoggerFactory.getLogger(RelayedPublications.class);

    @Override
    public void onMessage(String channel, byte[] message) {
        var names = targets.apply(channel);
        if (!names.isEmpty()) {
            var publication = Publication.of(Payload.detect(message));
            names.forEach(name -> deliver(name, publication));
        }
    }

    @Override
    public void onInterrupted() {
        LOG.warn("bridge-interrupted source=\"{}\": clients may have missed messages", source);
        node.interrupted(isTarget);
    }

    private void deliver(String name, Publication publication) {
        try {
            node.deliver(require.apply(name), publication);
        } catch (InvalidChannelNameException invalid) {
            LOG.debug("ignoring a message of {} for an invalid channel: {}", source, invalid.getMessage());
        }
    }
}
