package dev.fanfare.server.admin;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.json.JsonBinding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An authorized request to the API of the admin page. Immutable.
 *
 * @param operator who sends it: {@code password}, {@code token} or {@code open}
 * @param address of the operator
 * @param parameters of the query
 * @param body a JSON object; empty for a GET request
 */
public record AdminRequest(String operator, String address, Map<String, String> parameters, Payload body) {
    private static final int MAX_TEXT = 1024;

    /** Returns a parameter of the query; an empty text if it is missing. */
    public String text(String name) {
        var value = parameters.getOrDefault(name, "");
        if (value.length() > MAX_TEXT) {
            throw new AdminException(400, name + " must have at most " + MAX_TEXT + " characters");
        }
        return value;
    }

    /** Returns a parameter of the query that must not be empty. */
    public String required(String name) {
        var value = text(name);
        if (value.isEmpty()) {
            throw new AdminException(400, name + " is required");
        }
        return value;
    }

    /** Returns a number of the query within these limits; the default if it is missing. */
    public int number(String name, int defaults, int min, int max) {
        var value = text(name);
        if (value.isEmpty()) {
            return defaults;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            // The same message as for a number outside of the limits.
        }
        throw new AdminException(400, name + " must be an integer between " + min + " and " + max);
    }

    /** Reads the body. */
    public <T> T body(Class<T> type) {
        return JsonBinding.read(body.bytes(), type);
    }

    static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return Map.copyOf(parameters);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new AdminException(400, "the query is not percent-encoded correctly");
        }
    }
}
