package dev.fanfare.model.channel;

/**
 * Where a reader stands in a channel's history. Immutable.
 *
 * @param epoch identifies one life of the history; a new epoch means that earlier offsets say nothing any more
 * @param offset number of the last publication seen, counted from 1; 0 is before the first
 */
public record StreamPosition(String epoch, long offset) {
    /** The position of a channel that has no history: an empty epoch. */
    public static final StreamPosition NONE = new StreamPosition("", 0);

    public StreamPosition {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is 0 or more, not " + offset);
        }
    }
}
