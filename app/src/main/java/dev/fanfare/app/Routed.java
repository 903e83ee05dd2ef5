package dev.fanfare.app;

import java.util.Map;

/**
 * How a request came to its route. Immutable.
 *
 * @param pattern the route's path as it was registered
 * @param placeholders what stands for its placeholders
 */
record Routed(String pattern, Map<String, String> placeholders, boolean isWebSocket) {
    String path(String name) {
        var value = placeholders.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}, only " + placeholders.keySet());
        }
        return value;
    }
}
