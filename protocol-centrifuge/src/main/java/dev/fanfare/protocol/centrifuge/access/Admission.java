package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client is let in. Immutable.
 *
 * @param user id of the user; empty for an anonymous one
 * @param connInfo what others are told of the user in every channel; null for nothing
 * @param expiry how long, and what then
 * @param data for the client; null for none
 * @param channels server-side subscriptions, by channel
 * @param meta what the program keeps of the connection for itself, and finds in {@link CentrifugeClient#meta}; null for nothing
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

    /** Lets a user in for ever. */
    public static Admission of(String user) {
        return new Admission(user, null, Expiry.NEVER, null, Map.of(), null);
    }

    /** The same with server-side subscriptions. */
    public Admission withChannels(Map<String, Grant> subscriptions) {
        return new Admission(user, connInfo, expiry, data, subscriptions, meta);
    }

    /** The same with an end. */
    public Admission withExpiry(Expiry other) {
        return new Admission(user, connInfo, other, data, channels, meta);
    }

    /** The same with what others are told. */
    public Admission withConnInfo(Payload info) {
        return new Admission(user, info, expiry, data, channels, meta);
    }

    /** The same with data for the client. */
    public Admission withData(Payload forClient) {
        return new Admission(user, connInfo, expiry, forClient, channels, meta);
    }

    /** The same with what the program keeps. */
    public Admission withMeta(Payload kept) {
        return new Admission(user, connInfo, expiry, data, channels, kept);
    }
}
