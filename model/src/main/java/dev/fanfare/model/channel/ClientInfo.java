package dev.fanfare.model.channel;

import org.jspecify.annotations.Nullable;

/**
 * Describes a client to the other clients of a channel. Immutable.
 *
 * @param client id of the session, unique across nodes
 * @param user id of the user; empty for an anonymous user
 * @param connInfo data about the user for all channels, such as a name; null for none
 * @param chanInfo data about the user for this channel; null for none
 */
public record ClientInfo(
        String client,
        String user,
        @Nullable Payload connInfo,
        @Nullable Payload chanInfo) {
    /** Creates a description without further data. */
    public ClientInfo(String client, String user) {
        this(client, user, null, null);
    }

    /** Returns this description with other channel data. */
    public ClientInfo withChanInfo(@Nullable Payload info) {
        return new ClientInfo(client, user, connInfo, info);
    }
}
