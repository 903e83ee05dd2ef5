package dev.fanfare.app.internal.event;

import dev.fanfare.app.internal.json.InvalidJsonException;
import dev.fanfare.app.internal.json.Json;
import dev.fanfare.model.channel.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encodes an event as the name of its type, a line feed and its JSON. Only registered types are decoded, so that a sender cannot choose
 * which class is loaded. Thread-safe.
 */
public final class EventCodec {
    private static final byte SEPARATOR = '\n';

    private final ConcurrentHashMap<String, Class<?>> types = new ConcurrentHashMap<>();

    /** Registers a type with a handler. */
    public void register(Class<?> type) {
        types.put(type.getName(), type);
    }

    /** Returns true if the type has a handler in this application. */
    public boolean isRegistered(Class<?> type) {
        return types.containsKey(type.getName());
    }

    /**
     * Encodes an event.
     *
     * @throws IllegalArgumentException if the event cannot be written as JSON
     */
    public Payload encode(Object event) {
        var name = event.getClass().getName().getBytes(StandardCharsets.UTF_8);
        var json = Json.write(event);
        var bytes = Arrays.copyOf(name, name.length + 1 + json.length);
        bytes[name.length] = SEPARATOR;
        System.arraycopy(json, 0, bytes, name.length + 1, json.length);
        return Payload.validatedText(bytes);
    }

    /**
     * Decodes an event; empty if its type is not registered.
     *
     * @throws InvalidJsonException if the JSON does not match the type, for example after a change of the program
     */
    public Optional<Object> decode(Payload payload) {
        var bytes = payload.bytes();
        int end = 0;
        while (end < bytes.length && bytes[end] != SEPARATOR) {
            end++;
        }
        var type = types.get(new String(bytes, 0, end, StandardCharsets.UTF_8));
        return type == null || end == bytes.length
                ? Optional.empty()
                : Optional.of(Json.read(Arrays.copyOfRange(bytes, end + 1, bytes.length), type));
    }
}
