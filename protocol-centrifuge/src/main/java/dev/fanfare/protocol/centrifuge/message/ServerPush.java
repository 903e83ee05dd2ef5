package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/** What a client is told unasked. Immutable. */
public sealed interface ServerPush {
    record Published(DataPush data) implements ServerPush {}

    record Joined(ClientInfo info) implements ServerPush {}

    record Left(ClientInfo info) implements ServerPush {}

    /** The subscription has ended; codes from 2500 invite to subscribe again. */
    record Unsubscribed(int code, String reason) implements ServerPush {}

    /** The server subscribed the client. */
    record Subscribed(
            @Nullable StreamPosition position,
            boolean recoverable,
            @Nullable Payload data) implements ServerPush {}

    /** A message to this client alone. */
    record Message(Payload data) implements ServerPush {}

    /** To a client that can't ask: it is connected. */
    record Connected(Reply.Connected result) implements ServerPush {}

    /** Where the transport can't say it: the connection ends. */
    record Disconnected(int code, String reason) implements ServerPush {}

    /** The connection expires at another time than was said, or never when that is 0. */
    record Refreshed(long ttl) implements ServerPush {}
}
