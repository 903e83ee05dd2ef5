package dev.fanfare.app;

import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import java.util.function.Function;

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
    private final Declaration declaration;

    Channels(SocketContext context, String prefix, Declaration declaration) {
        this.context = context;
        this.prefix = prefix;
        this.declaration = declaration;
    }

    /**
     * The channel of this name within the family; it needs no making.
     *
     * @throws InvalidChannelNameException when the whole name is empty, longer than 255 characters or has control characters
     */
    public Channel channel(String name) {
        return new Channel(context, prefix + name);
    }

    /** Renders events of this type in all channels of the family; see {@link Channel#render}. */
    public <E> Channels render(Class<E> type, Function<? super E, Payload> rendering) {
        declaration.render(type, rendering);
        return this;
    }

    /** Renders events of this type as JSON in all channels of the family; see {@link Channel#renderJson}. */
    public <E> Channels renderJson(Class<E> type, Function<? super E, ?> rendering) {
        return render(type, Channel.json(rendering));
    }
}
