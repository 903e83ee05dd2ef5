package dev.fanfare.app.internal.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fields of a query or body in form encoding (WHATWG URL, 5.1). Immutable.
 *
 * <p>Fields are decoded on demand, because decoded fields can take fifty times the memory of their text.
 */
public final class FormFields {
    private static final Pattern SEPARATOR = Pattern.compile("&");

    private final String text;

    private FormFields(String text) {
        this.text = text;
    }

    /** Creates fields; a malformed field is not decoded. */
    public static FormFields parse(String text) {
        return new FormFields(text);
    }

    /** Returns the first value of this name. */
    public Optional<String> first(String name) {
        return values(name).findFirst();
    }

    /** Returns all values of this name in order. */
    public List<String> all(String name) {
        return values(name).toList();
    }

    private Stream<String> values(String name) {
        return SEPARATOR
                .splitAsStream(text)
                .filter(part -> !part.isEmpty() && name(part).equals(name))
                .map(FormFields::value);
    }

    private static String name(String part) {
        int equals = part.indexOf('=');
        return decode(equals < 0 ? part : part.substring(0, equals));
    }

    private static String value(String part) {
        int equals = part.indexOf('=');
        return equals < 0 ? "" : decode(part.substring(equals + 1));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
