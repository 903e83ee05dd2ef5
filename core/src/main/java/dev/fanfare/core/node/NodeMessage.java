package dev.fanfare.core.node;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;

/** What nodes say to one another, beside publications. Immutable; {@link NodeMessageCodec} has the bytes. */
sealed interface NodeMessage {
    /** The user's sessions shall end. */
    record DisconnectUser(String user, CloseReason reason) implements NodeMessage {}

    /** One session shall end. */
    record DisconnectClient(String client, CloseReason reason) implements NodeMessage {}

    /** The user's subscriptions of the channel shall end. */
    record UnsubscribeUser(String user, String channel) implements NodeMessage {}

    /** A message for whoever listens to its topic. */
    record OfTopic(String topic, Payload body) implements NodeMessage {}

    /** A message to one session. */
    record Direct(String client, Payload message) implements NodeMessage {}
}
