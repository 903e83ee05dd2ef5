package dev.fanfare.engine.redis.link;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The handlers of the subscribed patterns. Confined to the link's loop once it has started. */
final class Patterns {
    private final Map<String, BiConsumer<String, byte[]>> handlers = new HashMap<>();

    void keep(String pattern, BiConsumer<String, byte[]> handler) {
        handlers.put(pattern, handler);
    }

    void push(String pattern, String channel, byte[] message) {
        var handler = handlers.get(pattern);
        if (handler != null) {
            handler.accept(channel, message);
        }
    }
}
