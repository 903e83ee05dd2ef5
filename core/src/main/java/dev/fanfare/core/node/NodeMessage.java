package dev.fanfare.core.node;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;

/** A message between nodes that belongs to no channel. Immutable. {@link NodeMessageCodec} encodes it. */
sealed interface NodeMessage {
    /** Ends the sessions of a user. */
    record DisconnectUser(String user, CloseReason reason) implements NodeMessage {}

    /** Ends one session. */
    record DisconnectClient(String client, CloseReason reason) implements NodeMessage {}

    /** Ends a user's subscriptions of a channel. */
    record UnsubscribeUser(String user, String channel) implements NodeMessage {}

    /** A message to the listener of a topic. */
    record OfTopic(String topic, Payload body) implements NodeMessage {}

    /** A message to one session. */
    record Direct(String client, Payload message) implements NodeMessage {}
}
