package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.PublishOptions;
import org.jspecify.annotations.Nullable;

/**
 * A publication or another message of a channel that is sent to a server. Immutable.
 *
 * @param data the whole message, or the body of a publication with options
 * @param options a retention, an idempotency key, or both; null for a message that is only published
 */
record Outgoing(String channel, byte[] data, @Nullable PublishOptions options) {
    static Outgoing message(String channel, byte[] message) {
        return new Outgoing(channel, message, null);
    }

    boolean isMessage() {
        return options == null;
    }
}
