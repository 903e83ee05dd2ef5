package dev.fanfare.app.event;

import dev.fanfare.app.json.InvalidJsonException;
import dev.fanfare.app.json.Json;
import dev.fanfare.model.channel.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bytes of an event: the name of its type, a line feed, and its JSON. Only types that some table of this program
 * handles are read, so that nobody can name a class of his choice. Thread-safe.
 */
public final class EventCodec {
    private static final byte SEPARATOR = '\n';

    private final ConcurrentHashMap<String, Class<?>> types = new ConcurrentHashMap<>();

    /** Makes a type readable. */
    public void handle(Class<?> type) {
        types.put(type.getName(), type);
    }

    /**
     * Writes an event.
     *
     * @throws IllegalArgumentException when no JSON can be made of it
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
     * Reads an event; empty when nothing here handles its type.
     *
     * @throws InvalidJsonException when it does not have the shape of its type: another version of the program sent it
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
