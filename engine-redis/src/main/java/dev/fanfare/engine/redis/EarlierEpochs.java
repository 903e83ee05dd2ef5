package dev.fanfare.engine.redis;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the earlier epochs of a history as the scripts store them: a version, epochs with their last offsets, and the
 * epoch that continues them, separated by spaces. Stateless.
 */
final class EarlierEpochs {
    private static final String VERSION = "1";
    private static final int PAIR = 2;

    private EarlierEpochs() {}

    /** Returns whether this release supports the stored format; a later release may use another one. */
    static boolean isSupported(byte @Nullable [] stored) {
        return stored == null || Replies.text(stored).startsWith(VERSION + ' ');
    }

    /**
     * Returns the last offset of each epoch; empty if there is none. The epochs of another version are unknown, so their
     * positions are lost. Those that another epoch continues are lost too: a node of an older version has restarted the
     * history.
     */
    static Map<String, Long> decode(byte @Nullable [] stored, String epoch) {
        if (stored == null) {
            return Map.of();
        }
        var parts = Replies.text(stored).split(" ", -1);
        var earlier = new HashMap<String, Long>();
        int last = parts.length - 1;
        boolean known = parts[0].equals(VERSION) && parts[last].equals(epoch);
        for (int i = 1; known && i + 1 < last; i += PAIR) {
            earlier.put(parts[i], Long.parseLong(parts[i + 1]));
        }
        return earlier;
    }
}
