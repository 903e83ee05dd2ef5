package dev.fanfare.core.trace;

import dev.fanfare.model.channel.ClientInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a trace follows. Immutable.
 *
 * @param name the user, the client id or the channel
 */
public record TraceTarget(Scope kind, String name) {
    /** The kinds of targets. */
    public enum Scope {
        /** All clients of a user. */
        USER,
        /** One client. */
        CLIENT,
        /** The commands about a channel; its deliveries are not recorded. */
        CHANNEL
    }

    /** Returns true if the deliveries to this client are traced. */
    boolean isClient(@Nullable ClientInfo client) {
        return client != null
                && switch (kind) {
                    case USER -> name.equals(client.user());
                    case CLIENT -> name.equals(client.client());
                    case CHANNEL -> false;
                };
    }

    boolean matches(@Nullable ClientInfo client, String channel) {
        return kind == Scope.CHANNEL ? name.equals(channel) : isClient(client);
    }
}
