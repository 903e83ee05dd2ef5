package dev.fanfare.model.channel;

/**
 * The position of a reader in a channel's history. Immutable.
 *
 * @param epoch identifies one lifetime of the history; offsets of different epochs are not comparable
 * @param offset number of the last publication seen, counted from 1; 0 is before the first
 */
public record StreamPosition(String epoch, long offset) {
    /** The position of a channel without history; its epoch is empty. */
    public static final StreamPosition NONE = new StreamPosition("", 0);

    public StreamPosition {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be 0 or more, got " + offset);
        }
    }
}
