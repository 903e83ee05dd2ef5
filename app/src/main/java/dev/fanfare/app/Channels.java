package dev.fanfare.app;

import dev.fanfare.app.internal.json.Json;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import java.util.function.Function;

/**
 * All channels with a common name prefix and common options, such as the rooms of a chat. Thread-safe.
 *
 * {@snippet :
 * var rooms = app.channels("chat:", options);
 * rooms.channel("lobby").publish("hello"); // the channel chat:lobby
 * }
 */
public interface Channels {
    /**
     * Returns the channel whose full name is the prefix followed by this name.
     *
     * @throws InvalidChannelNameException if the full name is empty, longer than 255 characters or contains control characters
     */
    Channel channel(String name);

    /** Renders events of this type in all channels of the prefix; see {@link Channel#render}. */
    <E> Channels render(Class<E> type, Function<? super E, Payload> rendering);

    /** Renders events of this type as JSON in all channels of the prefix; see {@link Channel#renderJson}. */
    default <E> Channels renderJson(Class<E> type, Function<? super E, ?> rendering) {
        return render(type, event -> Payload.validatedJson(Json.write(rendering.apply(event))));
    }
}
