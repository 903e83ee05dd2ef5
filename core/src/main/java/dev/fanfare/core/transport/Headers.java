package dev.fanfare.core.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** HTTP header fields in their order; names in lower case, values may repeat (RFC 9110, 5). Immutable. */
public final class Headers {
    private static final Headers EMPTY = new Headers(List.of());

    private record Field(String name, String value) {}

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    /** No fields. */
    public static Headers empty() {
        return EMPTY;
    }

    /** One field. */
    public static Headers of(String name, String value) {
        return EMPTY.with(name, value);
    }

    /**
     * These fields and one more at the end.
     *
     * @throws IllegalArgumentException when the name is no token or the value has a line break or NUL
     */
    public Headers with(String name, String value) {
        requireField(name, value);
        var more = new ArrayList<>(fields);
        more.add(new Field(name.toLowerCase(Locale.ROOT), value));
        return new Headers(List.copyOf(more));
    }

    /** The first value of this name, in any case. */
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** All values of this name, in any case; empty when there is none. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** Calls the action with each name and value, in their order. */
    public void forEach(BiConsumer<String, String> action) {
        fields.forEach(field -> action.accept(field.name, field.value));
    }

    /** Collects the fields of a parsed request without checking them again. */
    public static final class Builder {
        private final List<Field> fields = new ArrayList<>();

        public Builder add(String name, String value) {
            fields.add(new Field(name.toLowerCase(Locale.ROOT), value));
            return this;
        }

        public Headers build() {
            return new Headers(List.copyOf(fields));
        }
    }

    private static void requireField(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(Headers::isTokenChar)) {
            throw new IllegalArgumentException("not a header name: '" + name + "'");
        }
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("a line break or NUL in the value of header " + name);
        }
    }

    private static boolean isTokenChar(int c) {
        return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
}
