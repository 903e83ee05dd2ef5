package dev.fanfare.server.proxy;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.json.JsonInput;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object that a backend sent, its values as they were written. What is null or missing is empty, false, 0 or null; what is of
 * another type fails with {@link BackendException}. Immutable.
 *
 * @param path what stands before the names in words of refusal
 */
record JsonObject(String path, Map<String, Payload> values) {
    /** Reads one value, which is not null. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(JsonInput in) throws MalformedCommandException;
    }

    /** The object that is the whole of a body. */
    static JsonObject parse(byte[] body) {
        if (Payload.detect(body).isText()) {
            try (var in = new JsonInput(body)) {
                if (in.next() && !in.isNull()) {
                    var object = read("", in);
                    if (!in.next()) {
                        return object;
                    }
                }
            } catch (MalformedCommandException malformed) {
                // Its words may show what was sent.
                throw BackendException.unreadable("its answer is no JSON object");
            }
        }
        throw BackendException.unreadable("its answer is no JSON object");
    }

    private static JsonObject read(String path, JsonInput in) throws MalformedCommandException {
        Map<String, Payload> values = new HashMap<>();
        in.object(name -> {
            if (in.isNull()) {
                in.skip();
            } else {
                values.put(name, in.raw());
            }
        });
        return new JsonObject(path, values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        var text = value(name, "a string", JsonInput::text);
        return text == null ? "" : text;
    }

    long number(String name) {
        var number = value(name, "a whole number from 0", JsonInput::natural);
        return number == null ? 0 : number;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(value(name, "true or false", JsonInput::flag));
    }

    List<String> texts(String name) {
        var texts = value(name, "an array of strings", in -> {
            List<String> list = new ArrayList<>();
            in.array(() -> list.add(in.text()));
            return list;
        });
        return texts == null ? List.of() : texts;
    }

    /** An object of strings. */
    Map<String, String> textMap(String name) {
        var texts = value(name, "an object of strings", in -> {
            Map<String, String> map = new HashMap<>();
            in.object(key -> map.put(key, in.text()));
            return map;
        });
        return texts == null ? Map.of() : texts;
    }

    /** The object of this name; an empty one when it is missing. */
    JsonObject object(String name) {
        var object = value(name, "an object", in -> read(path + name + ".", in));
        return object == null ? new JsonObject(path + name + ".", Map.of()) : object;
    }

    /** An object of objects. */
    Map<String, JsonObject> objects(String name) {
        var outer = object(name);
        Map<String, JsonObject> objects = new HashMap<>();
        outer.values().keySet().forEach(key -> objects.put(key, outer.object(key)));
        return objects;
    }

    /** The JSON of this name; null when it is missing. */
    @Nullable
    Payload json(String name) {
        return values.get(name);
    }

    /** The bytes of base64 under this name behind {@code b64} when they are there, else the JSON of this name. */
    @Nullable
    Payload payload(String name) {
        var encoded = text("b64" + name);
        if (encoded.isEmpty()) {
            return json(name);
        }
        try {
            return Payload.binary(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException malformed) {
            throw BackendException.unreadable(path + "b64" + name + " is no base64");
        }
    }

    private <T> @Nullable T value(String name, String expected, Reader<T> reader) {
        var value = values.get(name);
        if (value == null) {
            return null;
        }
        try (var in = new JsonInput(value.bytes())) {
            in.next();
            return reader.read(in);
        } catch (MalformedCommandException otherType) {
            throw BackendException.unreadable(path + name + " is not " + expected);
        }
    }
}
