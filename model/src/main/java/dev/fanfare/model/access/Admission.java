package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Permission to connect, and the identity of the client. Immutable; start from {@link #of}.
 *
 * @param user the user's id; empty for an anonymous client
 * @param connInfo connection info, which other clients see in every channel; null for none
 * @param expiry time limit of the connection
 * @param data for the client; null for none
 * @param channels server-side subscriptions by channel
 * @param meta data of the application about the connection, see {@link ConnectedClient#meta}; null for none
 */
public record Admission(
        String user,
        @Nullable Payload connInfo,
        Expiry expiry,
        @Nullable Payload data,
        Map<String, Grant> channels,
        @Nullable Payload meta) {
    public Admission {
        channels = Map.copyOf(channels);
    }

    /** Admits a user without a time limit. */
    public static Admission of(String user) {
        return new Admission(user, null, Expiry.NEVER, null, Map.of(), null);
    }

    /** Returns a copy with these server-side subscriptions. */
    public Admission withChannels(Map<String, Grant> subscriptions) {
        return new Admission(user, connInfo, expiry, data, subscriptions, meta);
    }

    /** Returns a copy with this time limit. */
    public Admission withExpiry(Expiry other) {
        return new Admission(user, connInfo, other, data, channels, meta);
    }

    /** Returns a copy with this connection info. */
    public Admission withConnInfo(Payload info) {
        return new Admission(user, info, expiry, data, channels, meta);
    }

    /** Returns a copy with this data for the client. */
    public Admission withData(Payload forClient) {
        return new Admission(user, connInfo, expiry, forClient, channels, meta);
    }

    /** Returns a copy with this {@link #meta}. */
    public Admission withMeta(Payload other) {
        return new Admission(user, connInfo, expiry, data, channels, other);
    }
}
