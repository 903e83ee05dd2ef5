package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/** A message to a client that is not a reply. Immutable. */
public sealed interface ServerPush {
    record Published(DataPush data) implements ServerPush {}

    record Joined(ClientInfo info) implements ServerPush {}

    record Left(ClientInfo info) implements ServerPush {}

    /** The subscription ended; clients subscribe again after codes from 2500. */
    record Unsubscribed(int code, String reason) implements ServerPush {}

    /** The server added a subscription. */
    record Subscribed(
            @Nullable StreamPosition position,
            boolean recoverable,
            @Nullable Payload data) implements ServerPush {}

    /** A message to one client. */
    record Message(Payload data) implements ServerPush {}

    /** Result of the connect of a unidirectional client. */
    record Connected(Reply.Connected result) implements ServerPush {}

    /** Reason of the disconnect, on transports that have no close frame. */
    record Disconnected(int code, String reason) implements ServerPush {}

    /** The connection has a new TTL in seconds, 0 for no expiry. */
    record Refreshed(long ttl) implements ServerPush {}
}
