package dev.fanfare.app.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names and values in the encoding of forms, as queries and bodies have them (WHATWG URL, 5.1). Looked through when asked,
 * because as objects the fields of a form may take fifty times its bytes. Immutable.
 */
public final class FormFields {
    private static final Pattern SEPARATOR = Pattern.compile("&");

    private final String text;

    private FormFields(String text) {
        this.text = text;
    }

    /** Reads fields; what is malformed stays as it was sent. */
    public static FormFields parse(String text) {
        return new FormFields(text);
    }

    /** The first value of this name. */
    public Optional<String> first(String name) {
        return values(name).findFirst();
    }

    /** All values of this name, in their order; empty when there is none. */
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
