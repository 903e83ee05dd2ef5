package dev.fanfare.app;

import dev.fanfare.app.internal.json.Json;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.model.channel.Payload;
import org.jspecify.annotations.Nullable;

/**
 * An event for the {@code EventSource} of a browser. Immutable.
 *
 * @param data the data; binary data is sent as base64, and every line end arrives as a line feed
 * @param name the type of the event; null for {@code message}
 * @param id sent by the browser as {@code Last-Event-ID} when it reconnects; null to keep the previous one
 */
public record ServerEvent(
        Payload data, @Nullable String name, @Nullable String id) {
    /** Creates an event. */
    public ServerEvent {
        if (name != null) {
            ServerSentEvents.requireField("name", name);
        }
        if (id != null) {
            ServerSentEvents.requireField("id", id);
        }
    }

    /** Creates an event of type {@code message}. */
    public static ServerEvent of(String text) {
        return new ServerEvent(Payload.text(text), null, null);
    }

    /**
     * Creates an event of type {@code message} with a value as JSON.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    public static ServerEvent json(Object value) {
        return new ServerEvent(Payload.validatedJson(Json.write(value)), null, null);
    }

    /**
     * Returns this event with another type, for {@code addEventListener}.
     *
     * @throws IllegalArgumentException if the name contains a line break or NULL
     */
    public ServerEvent named(String other) {
        return new ServerEvent(data, other, id);
    }

    /**
     * Returns this event with an id.
     *
     * @throws IllegalArgumentException if the id contains a line break or NULL
     */
    public ServerEvent withId(String other) {
        return new ServerEvent(data, name, other);
    }
}
