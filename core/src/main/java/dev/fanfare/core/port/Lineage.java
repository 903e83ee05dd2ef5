package dev.fanfare.core.port;

import dev.fanfare.model.channel.StreamPosition;
import java.util.Map;

/**
 * The epochs of a history. Immutable.
 *
 * <p>The system that stores a history can lose its latest publications and continue from an earlier offset. An engine
 * on such a system begins a new epoch when it continues, and keeps the last offset of each earlier epoch. A position
 * of an earlier epoch stays valid up to that offset.
 *
 * @param top the current epoch and the top offset
 * @param earlier the last offset of each earlier epoch that the history continues
 */
public record Lineage(StreamPosition top, Map<String, Long> earlier) {
    public Lineage {
        earlier = Map.copyOf(earlier);
    }

    /** Creates the lineage of a history that has only one epoch. */
    public static Lineage of(StreamPosition top) {
        return new Lineage(top, Map.of());
    }

    /**
     * Returns true if the history contains everything up to this position. A reader at any other position has received
     * publications that are not in the history.
     */
    public boolean contains(StreamPosition position) {
        if (position.epoch().equals(top.epoch())) {
            return position.offset() <= top.offset();
        }
        var last = earlier.get(position.epoch());
        return last != null && position.offset() <= last;
    }
}
