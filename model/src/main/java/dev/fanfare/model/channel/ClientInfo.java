package dev.fanfare.model.channel;

import org.jspecify.annotations.Nullable;

/**
 * Who a client is, as others in the channel may know it. Immutable.
 *
 * @param client id of the session, unique across nodes
 * @param user id of the user; empty for an anonymous one
 * @param connInfo what is told of the user in every channel, such as a name; null for nothing
 * @param chanInfo what is told of it in this channel; null for nothing
 */
public record ClientInfo(
        String client,
        String user,
        @Nullable Payload connInfo,
        @Nullable Payload chanInfo) {
    /** A client of which nothing more is told. */
    public ClientInfo(String client, String user) {
        this(client, user, null, null);
    }

    /** The same client in a channel where this is told of it. */
    public ClientInfo withChanInfo(@Nullable Payload info) {
        return new ClientInfo(client, user, connInfo, info);
    }
}
