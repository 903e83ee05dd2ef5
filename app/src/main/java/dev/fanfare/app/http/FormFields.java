package dev.fanfare.app.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names and values in the encoding of forms, as queries and bodies have them (WHATWG URL, 5.1). Immutable. */
public final class FormFields {
    private record Field(String name, String value) {}

    private final List<Field> fields;

    private FormFields(List<Field> fields) {
        this.fields = fields;
    }

    /** Reads fields; what is malformed stays as it was sent. */
    public static FormFields parse(String text) {
        return new FormFields(Stream.of(text.split("&", -1))
                .filter(part -> !part.isEmpty())
                .map(FormFields::field)
                .toList());
    }

    /** The first value of this name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** All values of this name, in their order; empty when there is none. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(Field::value)
                .toList();
    }

    private static Field field(String part) {
        int equals = part.indexOf('=');
        var name = equals < 0 ? part : part.substring(0, equals);
        var value = equals < 0 ? "" : part.substring(equals + 1);
        return new Field(decode(name), decode(value));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
