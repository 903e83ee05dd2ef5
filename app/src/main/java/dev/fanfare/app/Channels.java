package dev.fanfare.app;

import dev.fanfare.core.node.ChannelOptions;

/**
 * A family of channels that behave alike, such as the rooms of a chat: their names begin alike. Thread-safe.
 *
 * {@snippet :
 * var rooms = app.channels("chat:", options);
 * rooms.channel("lobby").publish("hello"); // the channel chat:lobby
 * }
 */
public final class Channels {
    private final SocketContext context;
    private final String prefix;
    private final ChannelOptions options;

    Channels(SocketContext context, String prefix, ChannelOptions options) {
        this.context = context;
        this.prefix = prefix;
        this.options = options;
    }

    /**
     * The channel of this name within the family; it needs no making.
     *
     * @throws IllegalArgumentException when the whole name is empty, longer than 255 characters or has control characters
     */
    public Channel channel(String name) {
        return new Channel(context, prefix + name, options);
    }
}
