package dev.fanfare.protocol.centrifuge;

import dev.fanfare.model.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads query parameters. Stateless, thread-safe. */
final class QueryText {
    private QueryText() {}

    /** True if the parameter has this value. */
    static boolean has(HttpRequest request, String name, String value) {
        return first(request, name).filter(value::equals).isPresent();
    }

    /** Returns the first parameter of this name, decoded; empty if it is absent or the percent-encoding is invalid. */
    static Optional<String> first(HttpRequest request, String name) {
        for (var pair : request.query().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && pair.substring(0, equals).equals(name)) {
                return decoded(pair.substring(equals + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
