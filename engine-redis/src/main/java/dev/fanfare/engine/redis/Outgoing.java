package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.PublishOptions;
import org.jspecify.annotations.Nullable;

/** A publication or another message of a channel that is sent to a server. Immutable; the bytes must not be changed. */
final class Outgoing {
    private final String channel;
    private final byte[] data;
    private final @Nullable PublishOptions options;

    /**
     * @param data the whole message, or the body of a publication with options
     * @param options a retention, an idempotency key, or both; null for a message that is only published
     */
    Outgoing(String channel, byte[] data, @Nullable PublishOptions options) {
        this.channel = channel;
        this.data = data;
        this.options = options;
    }

    static Outgoing message(String channel, byte[] message) {
        return new Outgoing(channel, message, null);
    }

    String channel() {
        return channel;
    }

    byte[] data() {
        return data;
    }

    @Nullable
    PublishOptions options() {
        return options;
    }

    boolean isMessage() {
        return options == null;
    }
}
