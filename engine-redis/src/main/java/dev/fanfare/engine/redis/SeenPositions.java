package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The highest offset that this node has seen of each channel and epoch, in pushes and replies. Confined to the link's
 * loop. Limited to the most recently seen channels.
 */
final class SeenPositions {
    private static final float LOAD_FACTOR = 0.75f;

    /** The highest offset seen of a channel in an epoch. */
    record Seen(String channel, String epoch, long offset) {}

    private record Life(String channel, String epoch) {}

    private final Map<Life, Long> highest;

    SeenPositions(int max) {
        highest = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Life, Long> eldest) {
                return size() > max;
            }
        };
    }

    void see(String channel, @Nullable StreamPosition position) {
        // An empty history cannot lose anything.
        if (position != null && position.offset() > 0) {
            highest.merge(new Life(channel, position.epoch()), position.offset(), Math::max);
        }
    }

    /** Removes an epoch that has ended, so that it is not compared again. */
    void forget(Seen seen) {
        highest.remove(new Life(seen.channel, seen.epoch));
    }

    /** Returns a copy of all entries. */
    List<Seen> all() {
        var all = new ArrayList<Seen>(highest.size());
        highest.forEach((life, offset) -> all.add(new Seen(life.channel, life.epoch, offset)));
        return all;
    }
}
