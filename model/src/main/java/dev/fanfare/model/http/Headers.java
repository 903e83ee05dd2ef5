package dev.fanfare.model.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** HTTP header fields in their original order. Names are in lower case and may repeat (RFC 9110, 5). Immutable. */
public final class Headers {
    private static final int DELETE = 0x7F;
    private static final Headers EMPTY = new Headers(new String[0]);
    /** Names that most handshakes contain. They are shared, because every connection keeps its headers. */
    private static final Map<String, String> COMMON_NAMES = Stream.of(
                    "accept-encoding",
                    "accept-language",
                    "cache-control",
                    "connection",
                    "cookie",
                    "host",
                    "origin",
                    "pragma",
                    "sec-websocket-extensions",
                    "sec-websocket-key",
                    "sec-websocket-protocol",
                    "sec-websocket-version",
                    "upgrade",
                    "user-agent")
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> name));

    /** Alternating names and values, which takes half the memory of one object per field. */
    private final String[] fields;

    private Headers(String[] fields) {
        this.fields = fields;
    }

    /** Returns headers without fields. */
    public static Headers empty() {
        return EMPTY;
    }

    /** Returns headers with one field. */
    public static Headers of(String name, String value) {
        return EMPTY.with(name, value);
    }

    /**
     * Returns these headers with one more field at the end.
     *
     * @throws IllegalArgumentException if the name is not a token, or if the value contains a control character or
     *     starts with a space or tab (RFC 9110, 5.5)
     */
    public Headers with(String name, String value) {
        requireField(name, value);
        var builder = new Builder();
        forEach(builder::add);
        return builder.add(name, value).build();
    }

    /** Returns these headers followed by others. */
    public Headers withAll(Headers others) {
        var builder = new Builder();
        forEach(builder::add);
        others.forEach(builder::add);
        return builder.build();
    }

    /** Returns the first value of a name; the case of the name does not matter. */
    public Optional<String> first(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return Optional.of(fields[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** Returns all values of a name, empty if there are none; the case of the name does not matter. */
    public List<String> all(String name) {
        var values = new ArrayList<String>(1);
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                values.add(fields[i + 1]);
            }
        }
        return values;
    }

    /** Calls the action with each name and value, in order. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < fields.length; i += 2) {
            action.accept(fields[i], fields[i + 1]);
        }
    }

    /** Collects header fields that were already validated. Not thread-safe. */
    public static final class Builder {
        private final List<String> fields = new ArrayList<>();

        public Builder add(String name, String value) {
            var lower = name.toLowerCase(Locale.ROOT);
            fields.add(COMMON_NAMES.getOrDefault(lower, lower));
            fields.add(value);
            return this;
        }

        public Headers build() {
            return new Headers(fields.toArray(String[]::new));
        }
    }

    private static void requireField(String name, String value) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("a header name must be a token, got '" + name + "'");
        }
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == DELETE)) {
            throw new IllegalArgumentException("the value of header " + name + " must not contain control characters");
        }
        if (value.startsWith(" ") || value.startsWith("\t")) {
            throw new IllegalArgumentException("the value of header " + name + " must not start with a space or tab");
        }
    }

    /** Returns true if the text is a token, as names of headers and methods are (RFC 9110, 5.6.2). */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Headers::isTokenChar);
    }

    private static boolean isTokenChar(int c) {
        return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
}
