package dev.fanfare.engine.redis;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the earlier epochs of a history as the scripts store them: a version, and epochs with their last offsets,
 * separated by spaces. Stateless.
 */
final class EarlierEpochs {
    private static final String VERSION = "1";
    private static final int PAIR = 2;

    private EarlierEpochs() {}

    /**
     * Returns the last offset of each epoch; empty if there is none. The epochs of another version are unknown, so their
     * positions are lost.
     */
    static Map<String, Long> decode(byte @Nullable [] stored) {
        if (stored == null) {
            return Map.of();
        }
        var parts = Replies.text(stored).split(" ", -1);
        var earlier = new HashMap<String, Long>();
        for (int i = 1; i + 1 < parts.length && parts[0].equals(VERSION); i += PAIR) {
            earlier.put(parts[i], Long.parseLong(parts[i + 1]));
        }
        return earlier;
    }
}
