package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The highest offset that this node has seen in each channel and epoch, in pushes and in answers; of many, those that were
 * seen last. Confined to the link's loop.
 */
final class SeenPositions {
    private static final float LOAD_FACTOR = 0.75f;

    /** A channel's life and how far it was seen. */
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
        // What has nothing can't lose anything.
        if (position != null && position.offset() > 0) {
            highest.merge(new Life(channel, position.epoch()), position.offset(), Math::max);
        }
    }

    /** What is over for good is not compared again. */
    void forget(Seen seen) {
        highest.remove(new Life(seen.channel, seen.epoch));
    }

    /** All of it, as it is now. */
    List<Seen> all() {
        var all = new ArrayList<Seen>(highest.size());
        highest.forEach((life, offset) -> all.add(new Seen(life.channel, life.epoch, offset)));
        return all;
    }
}
