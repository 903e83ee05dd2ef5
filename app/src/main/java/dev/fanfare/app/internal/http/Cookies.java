package dev.fanfare.app.internal.http;

import java.util.List;
import java.util.Optional;

/** Reads the cookies of a request (RFC 6265, 4.2). */
public final class Cookies {
    private Cookies() {}

    /**
     * Returns the first cookie of this name, which has the most specific path (RFC 6265, 5.4), without enclosing quotes (4.1.1).
     *
     * @param fields the values of the request's Cookie header fields
     */
    public static Optional<String> find(List<String> fields, String name) {
        for (var field : fields) {
            for (var pair : field.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals >= 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(unquote(pair.substring(equals + 1).strip()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquote(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
