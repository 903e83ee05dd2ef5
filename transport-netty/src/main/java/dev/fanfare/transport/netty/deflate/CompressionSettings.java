package dev.fanfare.transport.netty.deflate;

/**
 * Compression of messages (RFC 7692). Immutable; begin with {@link #DEFAULTS} or {@link #OFF}.
 *
 * @param enabled whether a client that offers permessage-deflate gets it
 * @param level from 1, fastest, to 9, smallest
 * @param minBytes shorter messages to clients are sent as they are
 * @param clientContextTakeover whether a client's message may refer to its earlier ones, which makes it smaller and keeps
 *     up to 32 KiB of them for as long as the connection lasts
 */
public record CompressionSettings(boolean enabled, int level, int minBytes, boolean clientContextTakeover) {
    /** Enabled, level 1, from 512 bytes on, each message of a client for itself. */
    public static final CompressionSettings DEFAULTS = new CompressionSettings(true, 1, 512, false);

    /** Every offer is declined. */
    public static final CompressionSettings OFF = new CompressionSettings(false, 1, 512, false);

    private static final int MAX_LEVEL = 9;

    public CompressionSettings {
        if (level < 1 || level > MAX_LEVEL || minBytes < 0) {
            throw new IllegalArgumentException("a level is 1 to " + MAX_LEVEL + " and minBytes not negative: level="
                    + level + ", minBytes=" + minBytes);
        }
    }

    /** The same, and clients may refer to their earlier messages. */
    public CompressionSettings withClientContextTakeover() {
        return new CompressionSettings(enabled, level, minBytes, true);
    }

    /** The same with another threshold. */
    public CompressionSettings withMinBytes(int bytes) {
        return new CompressionSettings(enabled, level, bytes, clientContextTakeover);
    }

    /** The same with another level. */
    public CompressionSettings withLevel(int newLevel) {
        return new CompressionSettings(enabled, newLevel, minBytes, clientContextTakeover);
    }
}
